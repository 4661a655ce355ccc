@echo off
md src\one\two src\empty
echo a> src\a.txt
echo b> src\b.log
echo c> src\one\c.txt
echo d> src\one\two\d.log
xcopy src\a.txt dst\
xcopy src dst /s /y
xcopy src dst2 /e /i /q
cd dst2
tree /a /f | findstr /v "listing serial"
cd ..
tree dst2 > nul
echo status %errorlevel%
xcopy src\*.txt dst3 /s /i
xcopy src dst4 /t /e /i
dir /b /ad dst4
xcopy src\*.none dst5 /i
echo status %errorlevel%
xcopy none.txt dst5
echo status %errorlevel%
xcopy src dst2 /d /e /i /y
echo newer> src\a.txt
attrib +r dst2\a.txt
xcopy src dst2 /e /i /y
echo status %errorlevel%
xcopy src dst2 /e /i /y /r
type dst2\a.txt
echo log> skip.txt
echo \two\>> skip.txt
xcopy src dst6 /s /i /exclude:skip.txt
echo F| xcopy src\a.txt newname
echo.
type newname
echo N| xcopy src\b.log dst | find "Overwrite Z:" > nul && echo asked
echo.
xcopy src\a.txt src\a.txt /y
echo status %errorlevel%
xcopy src src\sub /s /i
echo status %errorlevel%
xcopy src dst7 /l /s /i
if not exist dst7 echo only listed
xcopy src dst /u /y
xcopy src\a.txt dst /f /y | find "->" > nul && echo full names
xcopy
echo status %errorlevel%
xcopy a b /nonsense
echo status %errorlevel%
