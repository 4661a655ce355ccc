@echo off
md d
echo x> d\a.txt
icacls d\a.txt /inheritance:r /grant %USERNAME%:F Everyone:RX
icacls d\a.txt | findstr /v /c:"%COMPUTERNAME%\\"
icacls d\a.txt /deny Everyone:(R,X)
icacls d\a.txt | findstr /v /c:"%COMPUTERNAME%\\"
icacls d\a.txt /grant:r "BUILTIN\Administrators":F *S-1-5-18:(F) /deny %USERNAME%:W /q
icacls d\a.txt | findstr /v /c:"%COMPUTERNAME%\\"
echo y> d\a.txt || echo it is read-only
attrib d\a.txt | findstr /b /c:"A    R" > nul && echo attrib says so
icacls d\a.txt | findstr /c:"%COMPUTERNAME%\\%USERNAME%:(R" > nul && echo its user may not write
icacls d\a.txt /reset
icacls d\a.txt /grant %USERNAME%:(OI)(CI)F
echo y> d\a.txt && echo it can be written
icacls d /grant Everyone:(F) /t /c
echo status %errorlevel%
icacls none.txt
echo status %errorlevel%
icacls d\a.txt /grant Nobody-here:F
echo status %errorlevel%
icacls d\a.txt /grant Everyone:Q
echo status %errorlevel%
icacls d\a.txt /grant
echo status %errorlevel%
icacls d\a.txt /save x
echo status %errorlevel%
icacls d\*.txt /grant %USERNAME%:F /q /c
icacls d\*.none
echo status %errorlevel%
