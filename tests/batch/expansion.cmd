@echo off
setlocal
set A=Hello World
echo %A:~0,5%^|%A:~-5%^|%A:~6%^|%A:~0,-6%^|%A:~-5,3%
echo %A:World=There%^|%A:*o=X%^|%A: =%
echo [%NOTSET%] %% 100%%
set "Q=a "quoted" value"
echo %Q%
set E=
echo [%E:~0,1%]
call :args one "two words" three,four;five=six
call :args
call :shifted 1 2 3 4 5 6 7 8 9 10 11
call set B=%%A:World=Moon%%
echo %B%
echo %~n0 %~x0 "%~nx0"
for %%f in ("%~f0") do if "%%~dpf"=="%~dp0" echo same folder
for %%f in (sub\some.file.txt) do echo %%~nf %%~xf %%~nxf
for %%a in ("quoted one" bare) do echo %%a %%~a
set LIST=x y z
for %%i in (%LIST%) do call echo %%i %%LIST%%
setlocal enabledelayedexpansion
set N=0
for %%i in (a b c) do (set /a N+=1 & set V!N!=%%i)
echo !N! !V1! !V2! !V3!
for /l %%i in (1,1,3) do echo !V%%i!
set W=!A:World=Night!
echo !W:~0,-5!
echo 5 ^^! and !A!
set "P=100%%"
echo !P!
endlocal
set /a 1+1 >nul
set /a X=5, Y=X*3, Z=Y%%4
echo %X% %Y% %Z%
set /a X+=2, X*=3, X"<<="1, Y^=3, M=-7/2, H=0x1F+010
echo %X% %Y% %M% %H%
set /a V=!0+~5
echo %V%
set /a (1+2
echo %errorlevel%
set /a 1/0
echo %errorlevel%
set NOSUCHVARIABLE
echo %errorlevel%
set AB1=x
set AB2=y
set AB
echo answer| (set /p R=Question? & call echo got %%R%%)
set /p LINE=<%~f0
echo %LINE%
if "%CD%"=="%~dp0" echo no
if defined DATE if defined TIME if defined RANDOM echo dynamic
echo %CMDEXTVERSION%
goto :eof
:args
echo 0=%0 1=%1 2=%~2 3=%3 4=%4 5=%5 6=%6 all=%*
goto :eof
:shifted
shift
echo %0 %1 %9 all=%*
shift /3
echo %1 %2 %3 %4
exit /b
