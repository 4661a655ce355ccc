/* Atoms, the lstr functions, MulDiv, and the tests of pointers. */
#include "conformance.h"

CASE(string_atoms)
{
    char name[32];
    ATOM atom = AddAtomA("Bailey"), again = AddAtomW(L"BAILEY");

    CHECK(atom >= 0xc000);
    CHECK_EQ(again, atom);
    CHECK_EQ(FindAtomA("bailey"), atom);
    CHECK_EQ(GetAtomNameA(atom, name, sizeof name), 6);
    CHECK_STR(name, "Bailey");
    CHECK_EQ(DeleteAtom(atom), 0);
    CHECK_EQ(FindAtomA("bailey"), atom);
    CHECK_EQ(DeleteAtom(atom), 0);
    CHECK_FAILS(FindAtomA("bailey"), ERROR_FILE_NOT_FOUND);
}

CASE(integer_atoms)
{
    char name[16];

    CHECK_EQ(AddAtomA((LPCSTR)123), 123);
    CHECK_EQ(AddAtomA("#77"), 77);
    CHECK_EQ(FindAtomA("#77"), 77);
    CHECK_EQ(GetAtomNameA(77, name, sizeof name), 3);
    CHECK_STR(name, "#77");
    CHECK_EQ(DeleteAtom(77), 0);
    CHECK_FAILS(AddAtomA((LPCSTR)0xc001), ERROR_INVALID_PARAMETER);
}

CASE(global_atoms)
{
    ATOM atom = GlobalAddAtomW(L"a global one of Bailey");
    WCHAR name[64];

    CHECK(atom >= 0xc000);
    CHECK_EQ(GlobalFindAtomA("A GLOBAL ONE OF BAILEY"), atom);
    CHECK_EQ(GlobalGetAtomNameW(atom, name, 64), 22);
    CHECK_EQ(GlobalDeleteAtom(atom), 0);
    CHECK_EQ(GlobalFindAtomW(L"a global one of Bailey"), 0);
}

CASE(bad_atoms)
{
    char name[300];

    for (int i = 0; i < 299; i++)
        name[i] = 'a';
    name[299] = 0;
    CHECK_FAILS(AddAtomA(name), ERROR_INVALID_PARAMETER);
    CHECK_EQ(AddAtomA(""), 0);
    CHECK_EQ(GetAtomNameA(0xfff0, name, sizeof name), 0);
}

CASE(lstr_functions)
{
    char to[16];

    CHECK_EQ(lstrlenA(NULL), 0);
    CHECK_EQ(lstrlenW(L"abc"), 3);
    CHECK_PTR(lstrcpyA(NULL, "a"), NULL);
    CHECK_PTR(lstrcpynA(to, "abcdef", 4), to);
    CHECK_STR(to, "abc");
    CHECK_PTR(lstrcatA(to, "def"), to);
    CHECK_STR(to, "abcdef");
    CHECK_EQ(lstrcmpA("a", "B"), -1);
    CHECK_EQ(lstrcmpiA("ABC", "abc"), 0);
    CHECK_EQ(lstrcmpW(L"co-op", L"coop"), 1);
    CHECK_EQ(lstrcmpiW(L"a", NULL), 1);
}

CASE(mul_div)
{
    CHECK_EQ(MulDiv(1000000, 1000000, 1000000), 1000000);
    CHECK_EQ(MulDiv(5, 1, 2), 3);
    CHECK_EQ(MulDiv(-5, 1, 2), -3);
    CHECK_EQ(MulDiv(5, -1, -2), 3);
    CHECK_EQ(MulDiv(1, 1, 0), -1);
    CHECK_EQ(MulDiv(0x7fffffff, 2, 1), -1);
}

static const int constant = 5;

CASE(bad_pointers)
{
    int local = 0;

    CHECK_EQ(IsBadReadPtr(&local, sizeof local), FALSE);
    CHECK_EQ(IsBadReadPtr(NULL, 1), TRUE);
    CHECK_EQ(IsBadReadPtr(NULL, 0), FALSE);
    CHECK_EQ(IsBadWritePtr(&local, sizeof local), FALSE);
    CHECK_EQ(IsBadWritePtr((void *)&constant, sizeof constant), TRUE);
    CHECK_EQ(IsBadStringPtrA("abc", 10), FALSE);
    CHECK_EQ(IsBadStringPtrA((const char *)0x10, 10), TRUE);
    CHECK_EQ(IsBadStringPtrW(L"abc", 10), FALSE);
}
