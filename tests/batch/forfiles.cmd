@echo off
mkdir d\sub
cd d
echo 12345> one.txt
echo x> "two words.log"
echo y> sub\three.txt
forfiles
forfiles /m *.txt /c "cmd /c echo @fname @ext @isdir @fsize"
forfiles /s /m *.txt /c "cmd /c echo @relpath"
forfiles /p sub /c "cmd /c echo 0x22hex0x22 & cd" > t.txt
findstr /e /c:"d\sub" t.txt > nul && echo in its folder
findstr hex t.txt
forfiles /m two* /c "cmd /c type @path"
forfiles /m *.none
echo status %errorlevel%
forfiles /d -1 /m one.txt
echo status %errorlevel%
forfiles /d -0 /m one.txt
forfiles /d +0 /m one.txt
forfiles /d +1/1/2020 /m one.txt
forfiles /d -12/31/2019 /m one.txt
forfiles /d tomorrow
echo status %errorlevel%
forfiles /x y
forfiles /p none
forfiles /m
for %%i in (one.txt) do forfiles /m one.txt /c "cmd /c if 1==1 exit 3"
echo status %errorlevel%
rem ping
echo status %errorlevel%
ping -n 0 127.0.0.1
ping -n 2 127.0.0.1
echo status %errorlevel%
ping -n 1 nosuch.invalid
ping -z x
ping -n 1 127.0.0.1 > nul || echo no answer
