@echo off
(call )
echo A %errorlevel%
(call)
echo B %errorlevel%
verify other 2>nul
echo C %errorlevel%
setlocal enableextensions
echo D %errorlevel%
setlocal nonsense
echo E %errorlevel%
setlocal
set v=outer
setlocal
set v=inner
endlocal & set r=%v%
echo %v% %r%
for %%i in (1 2 3) do (
  if %%i==2 goto :found
  echo no %%i
)
:found
echo found
call :f x && echo ok || echo bad
call :g && echo ok || echo bad
set e=0
(echo in & exit /b 0) 2>nul & echo notreached
:f
exit /b 0
:g
exit /b 2
