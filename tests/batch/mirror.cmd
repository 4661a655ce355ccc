@echo off
md src\one\two src\empty
echo a> src\a.txt
echo b> src\b.log
echo c> src\one\c.txt
echo d> src\one\two\d.txt
robocopy src dst /njh /njs /ndl /np
echo status %errorlevel%
robocopy src dst /njh /njs /ndl /np
echo status %errorlevel%
robocopy src dst /e /njh /njs /nfl /ndl
echo status %errorlevel%
cd dst
tree /a /f | findstr /v "listing serial"
cd ..
echo extra> dst\x.txt
md dst\old
echo o> dst\old\o.txt
robocopy src dst /e /njh /njs /ndl /np | findstr "EXTRA"
robocopy src dst /e > nul
echo status %errorlevel%
robocopy src dst /mir /l > nul
if exist dst\x.txt echo listed only
robocopy src dst /mir > nul
echo status %errorlevel%
if not exist dst\x.txt if not exist dst\old echo purged
robocopy src dst2 *.txt /s /xd two /njh /njs /ndl /np
if not exist dst2\one\two if not exist dst2\empty echo left out
robocopy src dst3 /e /xf *.txt /njh /njs /ndl /np
echo changed text> src\a.txt
robocopy src dst /njh /njs /ndl /np /xn | findstr "Newer" || echo left alone
robocopy src dst /njh /njs /ndl /np /xo | findstr "Newer"
robocopy src dst /njh /njs /ndl /np /xo
echo status %errorlevel%
robocopy src dst4 /move /e /njh /njs /nfl /ndl
echo status %errorlevel%
if not exist src echo moved
robocopy none dst5 /njh /r:0 | find "Accessing Source Directory Z:" > nul && echo not found
robocopy none dst5 > nul
echo status %errorlevel%
robocopy dst dst6 /e /nfl /ndl /np | findstr "Total Dirs Files.: Bytes Options"
robocopy dst dst7 /e /log:log.txt > nul
find /c "New File" < log.txt
robocopy one
echo status %errorlevel%
robocopy one two /nonsense | find "ERROR"
