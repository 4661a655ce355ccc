@echo off
call :none
echo after %ERRORLEVEL%
goto nowhere
echo not reached
