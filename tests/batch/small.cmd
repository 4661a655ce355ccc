@echo off
ver
verify
verify on
verify
verify x
date /t > d.txt
findstr /r "^[A-Z][a-z][a-z] [0-1][0-9]/[0-3][0-9]/20[0-9][0-9]" d.txt > nul && echo date
time /t > d.txt
findstr /r "^[0-1][0-9]:[0-5][0-9] [AP]M" d.txt > nul && echo time
vol > d.txt
findstr /b /c:" Volume in drive Z" /c:" Volume Serial Number is" d.txt | find /c "Volume"
break
title A title
color 17
prompt $P$G
path C:\one;C:\two
path
path C:\Windows\System32
assoc .bailey=bailey.file
assoc .bailey
ftype bailey.file=prog "%%1" %%*
ftype bailey.file
assoc .none
echo %errorlevel%
ftype none
assoc .bailey=
assoc .bailey
echo key| pause
start /b /wait cmd /c exit 6
echo %errorlevel%
start "title" /wait /min cmd /c "echo from start> s.txt"
type s.txt
start /wait /d C:\Windows cmd /c cd
start /nonsense x
echo echo changed while it runs>> %0
prompt $G
echo on
@echo quiet
echo shown
set X=1
for %%i in (1 2) do echo %%i & echo x
for %%i in (1 2) do @echo %%i
@echo off
