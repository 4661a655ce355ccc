@echo off
if 1==1 echo eq
if not 1==2 echo ne
if /i ABC==abc echo nocase
if ABC==abc (echo wrong) else echo case
if 10 gtr 9 echo number
if "10" lss "9" echo text
if 0x10 equ 16 echo hex
if a leq b echo leq
if b geq b echo geq
if 1 neq 2 echo neq
if defined PATH echo defined
if not defined NOPE echo undefined
if exist "%~f0" (
    echo exists
) else (
    echo wrong
)
if not exist nope.txt (echo nope) else (echo wrong)
if exist *.cmd echo wild
if cmdextversion 2 echo extensions
cmd /c exit 5
if errorlevel 5 echo ge5
if errorlevel 6 echo wrong
if %errorlevel% equ 5 echo five
if not errorlevel 6 echo lt6
if 1==1 if 2==2 echo nested
if 1==2 (echo a) else if 1==1 (echo elseif) else echo c
call :sub a b
echo ret %errorlevel%
call :sub2 & echo after
(call ) && echo ok
cmd /c exit 3 || echo failed %errorlevel%
cmd /c exit 0 && echo success
echo a & echo b && echo c
(echo in1
echo in2) > o.txt
type o.txt
if 1==1 (
  rem comment in block
  :: another
  echo block & rem tail
  (
    echo inner
  )
)
setlocal
set V=local
endlocal
if not defined V echo gone
call nosuchprogram 2>nul
echo %errorlevel%
nosuch.exe 2>nul || echo not run
echo exit /b 4 > other.cmd
call other.cmd
echo other %errorlevel%
echo @echo in third %%1> third.cmd
call third with
cmd /c third direct
cmd /c nosuch 2>nul
echo %errorlevel%
cmd /v:on /c "set X=1&echo !X!"
cmd /c "echo "quoted""
cmd /c echo a^&echo b
cmd /s /c "echo "s""
echo ^<^>^|^&^^ "<>|&^"
echo long ^
line
echo.
echo:colon
echo(paren
echo.dot
echo;
echo=equals
echo on/off
echo  two blanks
) stray
if 1==2 (echo no) & echo no
if 1==2 echo no || echo no
if (a)==(a) set V=1&& echo and
if 1==1 (echo P) else echo Q & echo R
if 1==2 (echo P) else echo Q & echo R
for %%i in (1 2) do (echo G%%i) & echo H%%i
set NONE_SUCH=&& echo no
set V=2&& echo set
goto last
echo skipped
:sub
echo sub %1 %2 & exit /b 9
:sub2
exit /b 0
:last
goto:eof
echo never
