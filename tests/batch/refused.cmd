@echo off
subst
echo status %errorlevel%
md d
subst Q: d
subst Q: none
subst C: d
subst Q: /d
subst Q d
subst Q:
echo status %errorlevel%
echo text | clip
echo status %errorlevel%
clip /x
doskey ls=dir $*
echo status %errorlevel%
doskey /history
doskey /macros
echo status %errorlevel%
doskey /insert && echo it inserts
