@echo off
echo ok 3>file3
echo a>&9
echo status %errorlevel%
(echo to3>&3) 3>f3
type f3
nodir\foo
echo %errorlevel%
echo\
.\foo
"a b" c
set LF=^


setlocal enabledelayedexpansion
echo a!LF!b
echo Hello^

World
echo x^
&echo y
if 1==1 (
  set LF2=^

rem
)
echo [!LF2!]
(echo p1& echo p2) 2>nul | findstr p
echo bla bla ^^^
& echo b
call :none
echo no label %errorlevel%
call :deep 0
echo deep %errorlevel% %n%
type nul> NUL
if not exist NUL\* echo nul is no folder
dir /b NUL 2>nul
cmd /c "echo a&&&echo b"
cmd /c "echo a|||more"
cmd /c "for %%i (a) do echo"
cmd /c ")"
cmd /c "(echo a"
cmd /c "echo a > > b"
cmd /c "@"
cmd /c "echo ^"
cmd /c nodir\none
echo a path that is not there %errorlevel%
call :endless 2>nul
echo never
:deep
set /a n=%1+1
if %n% lss 1000 call :deep %n%
exit /b 4
:endless
call :endless
