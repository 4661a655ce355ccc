@echo off
setlocal enabledelayedexpansion
set "str=hello world"
set "t=!str:world=there!"
echo !t!
for %%a in ("!str!") do echo %%~a
set i=3
echo !str:~%i%,2! !str:~0,-6!
set list=
for %%x in (a b c) do set list=!list! %%x
echo [%list%]
echo [!list:~1!]
set "p=C:\x\y.txt"
for %%f in ("!p!") do echo %%~dpf %%~nf %%~xf
if "!list!"==" a b c" (echo match) else (echo nomatch)
set /a sum=0
for /l %%i in (1,1,100) do set /a sum+=%%i
echo !sum!
call :len "hello" r
echo !r!
for /f "tokens=1,* delims=:" %%a in ('findstr /n "^" delayed.cmd ^| findstr /b "1: 2:"') do echo %%a %%b
for /f "tokens=1-3 delims=/ " %%a in ("12/31/2020") do echo %%c-%%a-%%b
for /f "skip=2 tokens=*" %%a in ('type delayed.cmd') do (echo %%a & goto next)
:next
echo "%~dp0" | find ":\" >nul && echo dp0
set "a=1" & set "b=!a!2"
echo !b! %b%
if %sum% GEQ 5050 (
  if not exist none.txt (
    echo deep
  ) else echo x
) else (
  echo y
)
set x=5
if !x!==5 set x=6
echo !x!
(set /p y=
set /p z=) < delayed.cmd
echo "!y!" "!z!"
echo %%
set "n=0"
:loop
set /a n+=1
if !n! lss 3 goto loop
echo !n!
type nul > f.txt
for %%f in (f.txt) do if %%~zf==0 echo empty
(echo l1
echo l2
echo.
echo l4)>f.txt
for /f "delims=" %%l in (f.txt) do echo [%%l]
for /f %%c in ('type f.txt ^| find /c /v ""') do echo %%c lines
for /f "usebackq" %%c in (`echo one two`) do echo %%c
for /f "tokens=3" %%c in ("a b c d") do echo %%c
for /f "tokens=1,2,3 delims=;" %%a in ("1;;3;4") do echo %%a %%b %%c
for /f "eol=# tokens=1" %%a in (f.txt) do echo %%a
for %%i in (*.cmd) do echo %%~ni
for /r %%i in (f.*) do echo %%~nxi
echo !undefined!x
set "s=^!"
echo !s!
echo a^^b
echo a^^b!x!
set z=%~dp0
echo !z:~-1!
exit /b %n%
:len
set "s=%~1"
set l=0
:lenloop
if defined s (set "s=!s:~1!" & set /a l+=1 & goto lenloop)
set "%2=!l!"
exit /b
