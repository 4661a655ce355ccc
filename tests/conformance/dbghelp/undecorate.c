/* Decorated names made readable.
 *
 * Links: -ldbghelp -lkernel32 -lntdll
 */
#include "conformance.h"
#include <dbghelp.h>

static const char *plain(const char *name, DWORD flags)
{
    static char text[1024];
    DWORD size = UnDecorateSymbolName(name, text, sizeof text, flags);
    CHECK_EQ(size, lstrlenA(text));
    return text;
}

#define CHECK_NAME(decorated, readable) CHECK_STR(plain(decorated, UNDNAME_COMPLETE), readable)

CASE(functions)
{
    CHECK_NAME("?f@@YAXXZ", "void __cdecl f(void)");
    CHECK_NAME("?f@a@b@@YAHDPEBDZZ", "int __cdecl b::a::f(char,char const * __ptr64,...)");
    CHECK_NAME("?g@@YA_NAEAUs@@0@Z", "bool __cdecl g(struct s & __ptr64,struct s & __ptr64)");
    CHECK_NAME("?h@@YAPEAXP6AHH@Z@Z", "void * __ptr64 __cdecl h(int (__cdecl*)(int))");
}

CASE(members)
{
    CHECK_NAME("?f@c@@QEAAXH@Z", "public: void __cdecl c::f(int) __ptr64");
    CHECK_NAME("?f@c@@QEBAHXZ", "public: int __cdecl c::f(void)const __ptr64");
    CHECK_NAME("?f@c@@SAHXZ", "public: static int __cdecl c::f(void)");
    CHECK_NAME("?f@c@@MEAAXXZ", "protected: virtual void __cdecl c::f(void) __ptr64");
    CHECK_NAME("?f@c@@AEAAXXZ", "private: void __cdecl c::f(void) __ptr64");
}

CASE(special_members)
{
    CHECK_NAME("??0c@n@@QEAA@XZ", "public: __cdecl n::c::c(void) __ptr64");
    CHECK_NAME("??1c@n@@UEAA@XZ", "public: virtual __cdecl n::c::~c(void) __ptr64");
    CHECK_NAME("??8c@@QEBA_NAEBV0@@Z",
               "public: bool __cdecl c::operator==(class c const & __ptr64)const __ptr64");
    CHECK_NAME("??Bc@@QEAAHXZ", "public: __cdecl c::operator int(void) __ptr64");
    CHECK_NAME("??2@YAPEAX_K@Z", "void * __ptr64 __cdecl operator new(unsigned __int64)");
    CHECK_NAME("??_Gc@@UEAAPEAXI@Z", "public: virtual void * __ptr64 __cdecl c::`scalar deleting "
                                     "destructor'(unsigned int) __ptr64");
    CHECK_NAME("??_7c@@6B@", "const c::`vftable'");
}

CASE(templates)
{
    CHECK_NAME("?f@?$v@H@std@@QEAAXXZ", "public: void __cdecl std::v<int>::f(void) __ptr64");
    CHECK_NAME("??$max@H@std@@YAHHH@Z", "int __cdecl std::max<int>(int,int)");
    CHECK_NAME("?g@@YA?AV?$Local@VValue@v8@@@v8@@V12@@Z",
               "class v8::Local<class v8::Value> __cdecl g(class v8::Local<class v8::Value>)");
    CHECK_NAME("??0?$v@H@@QEAA@XZ", "public: __cdecl v<int>::v<int>(void) __ptr64");
}

CASE(variables)
{
    CHECK_NAME("?x@@3HA", "int x");
    CHECK_NAME("?x@n@@3HB", "int const n::x");
    CHECK_NAME("?p@c@@2PEAHEA", "public: static int * __ptr64 __ptr64 c::p");
    CHECK_NAME("?p@@3PEBHEB", "int const * __ptr64 const __ptr64 p");
}

CASE(names_alone)
{
    CHECK_STR(plain("?f@c@n@@QEAAXH@Z", UNDNAME_NAME_ONLY), "n::c::f");
    CHECK_STR(plain("??0c@n@@QEAA@XZ", UNDNAME_NAME_ONLY), "n::c::c");
}

CASE(what_is_no_decorated_name_stays)
{
    char text[8];
    CHECK_NAME("CreateFileW", "CreateFileW");
    CHECK_NAME("?broken", "?broken");
    CHECK_EQ(UnDecorateSymbolName("?f@@YAXXZ", text, sizeof text, UNDNAME_COMPLETE), 7);
    CHECK_STR(text, "void __");
}
