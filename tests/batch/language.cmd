@echo off
setlocal enabledelayedexpansion
set A=hello
echo %A% world %A:~1,3% %A:l=L%
if "%A%"=="hello" (echo yes) else (echo no)
if not exist nothing.txt echo missing
for %%i in (a b c) do echo item %%i
for /l %%i in (1,1,3) do (
  set /a X=%%i*2
  echo !X!
)
call :sub one two
echo back %ERRORLEVEL%
echo text> f.txt
echo more>> f.txt
type f.txt
for /f "tokens=1,2 delims=," %%a in ("x,y") do echo %%a-%%b
for /f %%l in (f.txt) do echo line %%l
for /f %%l in ('echo sub') do echo got %%l
md d\e
dir /b d
copy f.txt d >nul
if exist d\f.txt echo copied
rd /s /q d
del f.txt
set /a Y=(1+2)*3 ^<^< 1
echo %Y%
echo a&echo b
echo ok && echo and || echo or
echo %~n0 %~x0 %0
goto end
echo not here
:sub
echo sub %1 %2 %~1
exit /b 3
:end
echo done
exit /b 7
