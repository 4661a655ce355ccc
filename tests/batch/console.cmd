@echo off
chcp
chcp 65001
chcp 437 > nul
chcp nothing
echo %errorlevel%
chcp 1
echo %errorlevel%
mode con | find "Status"
mode com9
echo %errorlevel%
setx BAILEY_TEST "a value"
setx ONE
echo %errorlevel%
systeminfo /fo csv | findstr /b "\"Host Name\"" > nul && echo header
systeminfo | findstr /b "OS Version"
systeminfo | find "System Directory"
