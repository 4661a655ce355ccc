@echo off
setlocal EnableExtensions EnableDelayedExpansion
rem What build scripts do all the time.
md "sub dir" bin
set "HERE=%~dp0"
for %%I in ("%~dp0sub dir\..") do set "ROOT=%%~fI"
if /i "%ROOT%\"=="%HERE%" echo root
echo @echo called %%~1 %%2 in %%~n0> "sub dir\my script.cmd"
call "sub dir\my script.cmd" "first arg" second
call "%~dp0sub dir\my script" again
cmd /c ""sub dir\my script.cmd" direct"
where /q cmd && echo there
where /q no_such_tool || echo missing
where /q cmd
if %errorlevel% equ 0 (echo found) else (echo not found)
type nul > empty.txt
for %%A in (empty.txt) do if %%~zA==0 echo empty
(echo line 1& echo line 2& echo.& echo line 4) > lines.txt
set /a COUNT=0
for /f %%a in ('type lines.txt ^| find /c /v ""') do set /a COUNT=%%a
echo %COUNT% lines
for /f "usebackq tokens=1* delims=:" %%a in (`findstr /n "^" lines.txt`) do echo [%%a] [%%b]
for /f "delims=" %%x in (lines.txt) do set "LAST=%%x"
echo last: !LAST!
for /f "tokens=2 delims=:" %%a in ('chcp') do set /a PAGE=%%a
echo page %PAGE%
ver | findstr /i /c:"version 10.0" > nul && echo version
set "LIST=a;b;c"
for %%a in ("%LIST:;=" "%") do echo item %%~a
set "P=C:\one\two\file.ext"
for %%F in ("%P%") do echo %%~nF %%~xF %%~pF %%~dF
set STR=hello
set LEN=0
:count
if not "!STR:~%LEN%,1!"=="" (set /a LEN+=1 & goto count)
echo length %LEN%
call :function result 5
echo function %result%
call :nothing || echo failed %errorlevel%
set "VALUE=outer"
setlocal
set "VALUE=inner"
endlocal & set "KEEP=%VALUE%"
echo %VALUE% %KEEP%
if not defined UNDEF_X (set "UNDEF_X=default")
echo %UNDEF_X%
if "%~1"=="" echo no argument
copy /y nul bin\made.txt > nul
if exist bin\ echo folder
if exist "sub dir\*.cmd" echo scripts
if not exist bin\made.txt exit /b 3
xcopy /y /q /i "sub dir" copied > nul && dir /b copied
pushd copied && (echo pushed& popd)
set "Q="quoted""
echo %Q%
set "CARET=a^b&c"
echo "%CARET%"
for /f "tokens=1-3 delims=/ " %%a in ("12/31/2024") do echo %%c-%%a-%%b
cmd /c exit /b 7
echo code %errorlevel%
if errorlevel 7 if not errorlevel 8 echo seven
2>nul (cmd /c "echo to error 1>&2") && echo quiet
> out.txt 2>&1 (echo both& echo err 1>&2)
type out.txt
(set /p FIRST=) < lines.txt
echo first %FIRST%
< lines.txt (set /p A= & set /p B=)
echo !A! / !B!
for /l %%i in (1,1,3) do (if %%i==2 (echo two) else (echo other %%i))
for %%x in (*.txt) do (set "NAME=%%~nx" & echo !NAME:~0,3!)
set N=0
for %%i in (x y z) do (set /a N+=1 > nul & set "ITEM[!N!]=%%i")
for /l %%n in (1,1,%N%) do echo !ITEM[%%n]!
for %%s in ("sub dir\my script.cmd") do echo %%~$PATH:s.
for %%s in (cmd.exe) do echo %%~$PATH:s
goto :done
:function
set /a %1=%2*%2
exit /b 0
:nothing
exit /b 9
:done
echo done
exit /b 0
