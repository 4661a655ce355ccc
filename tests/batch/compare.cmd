@echo off
(echo one& echo two& echo three& echo four& echo five)> a.txt
(echo one& echo TWO& echo three& echo four& echo five& echo six)> b.txt
copy a.txt c.txt > nul
fc a.txt c.txt
echo status %errorlevel%
fc a.txt b.txt
echo status %errorlevel%
fc /c /n a.txt b.txt
fc /b a.txt b.txt
echo status %errorlevel%
fc /b a.txt c.txt > nul && echo same
fc a.txt none.txt
echo status %errorlevel%
fc a.txt
echo status %errorlevel%
echo a  b> w1.txt
echo a b> w2.txt
fc /w w1.txt w2.txt
comp /m a.txt c.txt
echo status %errorlevel%
echo onX> x.txt
echo ony> y.txt
comp /m x.txt y.txt
echo status %errorlevel%
comp /m /a x.txt y.txt
comp /m a.txt b.txt
certutil -hashfile x.txt
certutil -hashfile x.txt MD5
certutil -hashfile x.txt sha256 | find /v ":"
for %%h in (SHA384 SHA512) do certutil -hashfile x.txt %%h | findstr /r "^[0-9a-f]*$"
certutil -hashfile none.txt
echo status %errorlevel%
certutil -encode a.txt a.b64
type a.b64
certutil -decode a.b64 a.bin
fc /b a.txt a.bin
