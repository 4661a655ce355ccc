@echo off
echo x> a.txt
echo y> b.txt
md d
echo z> d\c.txt
attrib +r a.txt
for /f "tokens=1,2" %%a in ('attrib a.txt') do echo %%a %%b| findstr /r "^A R" > nul && echo read-only
del a.txt 2> nul
if exist a.txt echo kept
attrib -r a.txt
del a.txt
if not exist a.txt echo gone
attrib none.txt
echo status %errorlevel%
attrib +q b.txt
attrib +r *.txt /s
if 1==1 (echo new> d\c.txt) 2> nul
type d\c.txt
attrib -r *.txt /s
md d\e\f g
tree /a | findstr /v "listing serial"
tree /a /f | findstr /v "listing serial"
tree none > nul
echo status %errorlevel%
echo y| choice
echo status %errorlevel%
echo zb| choice /c abc /m "Which"
echo status %errorlevel%
choice /c abc /n /m "Which?" < nul
echo status %errorlevel%
choice /c xyz /t 0 /d y
echo status %errorlevel%
choice /c aa
echo status %errorlevel%
echo B| choice /cs /c bB
echo status %errorlevel%
