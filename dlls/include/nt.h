/*
 * nt.h - what every LibOS source that speaks NT includes: the public Windows headers in the right
 * order, and the structures and prototypes of ntdll that mingw-w64's headers leave out.
 * Layouts are those of Windows 10 22H2, x64, as the public symbol files and headers state them.
 */
#ifndef BAILEY_NT_H
#define BAILEY_NT_H

#define WIN32_NO_STATUS
#ifndef WIN32_LEAN_AND_MEAN
#    define WIN32_LEAN_AND_MEAN
#endif
#include <windows.h>
#undef WIN32_NO_STATUS
#include <ntstatus.h>
#include <winternl.h>
#include <stddef.h>
#include <stdint.h>
#include "nt_teb.h"
#include "nt_proto.h"

#define NT_OFFSET(type, member, offset) \
    _Static_assert(offsetof(type, member) == (offset), #type "." #member)

#endif
