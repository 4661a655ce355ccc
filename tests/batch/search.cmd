@echo off
setlocal
rem find
(echo one fish& echo Two Fish& echo red& echo a "quoted" word)> a.txt
(echo blue fish& echo none)> b.txt
find "fish" a.txt
echo status %errorlevel%
find /i /n "FISH" a.txt b.txt
find /c "fish" a.txt b.txt
find /v "fish" < a.txt
find /c /v "" < a.txt
type a.txt| find /c /i "fish"
find """quoted""" a.txt
find "nothing" *.txt
echo status %errorlevel%
find "x" none.txt
echo status %errorlevel%
find fish a.txt
echo status %errorlevel%
find /i "FISH" < a.txt > nul && echo it is there
rem findstr
findstr fish a.txt
findstr "red two" a.txt
findstr /i "red two" a.txt
findstr /c:"one fish" a.txt
findstr /n "^" b.txt
findstr /n fish *.txt
findstr /m fish *.txt
findstr /v fish a.txt
findstr /b /i two a.txt
findstr /e word a.txt
findstr /x red a.txt
findstr /x re a.txt
echo status %errorlevel%
findstr /r "f[aeiou]s." a.txt
findstr "^r.d$" a.txt
findstr /r "^[^a-z]" a.txt
findstr /l "f.sh" a.txt
echo status %errorlevel%
findstr /r /c:"o*n" a.txt
findstr "\<fish\>" a.txt
findstr /r "\<is" a.txt
echo status %errorlevel%
findstr /o e a.txt
echo a.b> c.txt
echo axb>> c.txt
findstr "a\.b" c.txt
findstr /c:"a.b" c.txt
md sub
echo deep fish> sub\d.txt
findstr /s fish *.txt
findstr /s /m /i FISH *.txt
echo red> words
echo blue>> words
findstr /g:words a.txt b.txt
type a.txt| findstr /n fish
findstr fish nofile.txt
echo status %errorlevel%
findstr
echo status %errorlevel%
echo C:\dir\x> p.txt
findstr /c:"C:\\dir" p.txt
findstr /l "dir\\x" p.txt
(echo a.txt& echo b.txt)> list
findstr /f:list none
echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa> long
findstr /r "a*a*a*a*a*a*a*a*a*a*a*a*a*a*b" long
echo status %errorlevel%
findstr /r "a*a*a*a*a*a*a*a*a*a*a*a*a*a*$" long > nul && echo matches
findstr /x /r "a.*a" long > nul && echo whole
findstr /b /r "x*aa" long > nul && echo begin
rem sort
(echo pear& echo Apple& echo fig& echo apple& echo Zebra& echo 10& echo 9)> s.txt
sort s.txt
echo --
sort /r < s.txt
(echo x3& echo y1& echo z2)> t.txt
sort /+2 t.txt
sort s.txt /unique /o out.txt
type out.txt
type t.txt| sort /r
sort nofile.txt
echo status %errorlevel%
rem more
more < t.txt
more +2 t.txt
type t.txt| more
