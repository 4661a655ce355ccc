@echo off
echo plain> a.txt
cmd /u /c "echo wide> w.txt"
copy /b a.txt+a.txt two.txt > nul
type a.txt two.txt
cmd /u /a /c "echo text> n.txt"
for %%f in (w.txt n.txt) do echo %%~zf
type none.txt
echo status %errorlevel%
type . 
echo status %errorlevel%
