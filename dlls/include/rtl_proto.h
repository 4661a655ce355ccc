/*
 * rtl_proto.h - the Rtl functions that mingw-w64's headers do not declare, and the few that only
 * Bailey's own DLLs know (prefix Nls): those serve kernel32 and give nothing to programs.
 */
#ifndef BAILEY_RTL_PROTO_H
#define BAILEY_RTL_PROTO_H

#include "codepage.h"

/* The tables of a code page and the set they stand in; NULL where there is no such page. Code
   pages of the default locale need no other DLL. UTF-7 and UTF-8 have no tables. */
const struct nls_codepage *NTAPI NlsFindCodePage(UINT id, const struct nls_pages **set);
/* The process's ANSI and OEM code pages. */
UINT NTAPI NlsAnsiCodePageId(void);
UINT NTAPI NlsOemCodePageId(void);
/* The code pages there are, tables or not, in no particular order; index from 0, 0 at the end. */
UINT NTAPI NlsEnumCodePages(ULONG index);
/* Case as LCMAP_LINGUISTIC_CASING wants it. */
WCHAR NTAPI NlsLinguisticCase(WCHAR c, BOOLEAN upper);

WCHAR NTAPI RtlUpcaseUnicodeChar(WCHAR c);
WCHAR NTAPI RtlDowncaseUnicodeChar(WCHAR c);
NTSTATUS NTAPI RtlMultiByteToUnicodeN(PWSTR to, ULONG size, PULONG used, PCSTR from,
                                      ULONG from_size);
NTSTATUS NTAPI RtlMultiByteToUnicodeSize(PULONG size, PCSTR from, ULONG from_size);
NTSTATUS NTAPI RtlUnicodeToMultiByteN(PCHAR to, ULONG size, PULONG used, PCWSTR from,
                                      ULONG from_size);
NTSTATUS NTAPI RtlOemToUnicodeN(PWSTR to, ULONG size, PULONG used, PCSTR from, ULONG from_size);
NTSTATUS NTAPI RtlUnicodeToOemN(PCHAR to, ULONG size, PULONG used, PCWSTR from, ULONG from_size);
NTSTATUS NTAPI RtlUTF8ToUnicodeN(PWSTR to, ULONG size, PULONG used, PCSTR from, ULONG from_size);
NTSTATUS NTAPI RtlUnicodeToUTF8N(PCHAR to, ULONG size, PULONG used, PCWSTR from, ULONG from_size);

NTSTATUS NTAPI RtlInitUnicodeStringEx(PUNICODE_STRING to, PCWSTR from);
VOID NTAPI RtlCopyUnicodeString(PUNICODE_STRING to, PCUNICODE_STRING from);
NTSTATUS NTAPI RtlAppendUnicodeToString(PUNICODE_STRING to, PCWSTR from);
NTSTATUS NTAPI RtlAppendUnicodeStringToString(PUNICODE_STRING to, PCUNICODE_STRING from);
LONG NTAPI RtlCompareUnicodeString(PCUNICODE_STRING a, PCUNICODE_STRING b, BOOLEAN fold);
LONG NTAPI RtlCompareUnicodeStrings(PCWCH a, SIZE_T a_count, PCWCH b, SIZE_T b_count, BOOLEAN fold);
BOOLEAN NTAPI RtlEqualUnicodeString(PCUNICODE_STRING a, PCUNICODE_STRING b, BOOLEAN fold);
BOOLEAN NTAPI RtlCreateUnicodeString(PUNICODE_STRING to, PCWSTR from);
NTSTATUS NTAPI RtlDuplicateUnicodeString(ULONG flags, PCUNICODE_STRING from, PUNICODE_STRING to);
NTSTATUS NTAPI RtlOemStringToUnicodeString(PUNICODE_STRING to, const STRING *from,
                                           BOOLEAN allocate);
NTSTATUS NTAPI RtlUpcaseUnicodeString(PUNICODE_STRING to, PCUNICODE_STRING from, BOOLEAN allocate);
NTSTATUS NTAPI RtlDowncaseUnicodeString(PUNICODE_STRING to, PCUNICODE_STRING from,
                                        BOOLEAN allocate);
NTSTATUS NTAPI RtlHashUnicodeString(PCUNICODE_STRING s, BOOLEAN fold, ULONG algorithm, PULONG hash);
NTSTATUS NTAPI RtlUnicodeStringToInteger(PCUNICODE_STRING s, ULONG base, PULONG value);
NTSTATUS NTAPI RtlIntegerToUnicodeString(ULONG value, ULONG base, PUNICODE_STRING to);
NTSTATUS NTAPI RtlGUIDFromString(PCUNICODE_STRING s, GUID *guid);
NTSTATUS NTAPI RtlStringFromGUID(const GUID *guid, PUNICODE_STRING to);

NTSTATUS NTAPI RtlNormalizeString(ULONG form, PCWSTR from, LONG count, PWSTR to, PLONG to_count);
NTSTATUS NTAPI RtlIsNormalizedString(ULONG form, PCWSTR from, LONG count, PBOOLEAN normalized);
NTSTATUS NTAPI RtlIdnToAscii(DWORD flags, PCWSTR from, LONG count, PWSTR to, PLONG to_count);
NTSTATUS NTAPI RtlIdnToUnicode(DWORD flags, PCWSTR from, LONG count, PWSTR to, PLONG to_count);
NTSTATUS NTAPI RtlIdnToNameprepUnicode(DWORD flags, PCWSTR from, LONG count, PWSTR to,
                                       PLONG to_count);

typedef struct _TIME_FIELDS {
    SHORT Year, Month, Day, Hour, Minute, Second, Milliseconds, Weekday;
} TIME_FIELDS, *PTIME_FIELDS;

VOID NTAPI RtlTimeToTimeFields(const LARGE_INTEGER *time, PTIME_FIELDS fields);
BOOLEAN NTAPI RtlTimeFieldsToTime(PTIME_FIELDS fields, PLARGE_INTEGER time);

struct _RTL_ATOM_TABLE;
typedef struct _RTL_ATOM_TABLE *PRTL_ATOM_TABLE;
NTSTATUS NTAPI RtlCreateAtomTable(ULONG buckets, PRTL_ATOM_TABLE *table);
NTSTATUS NTAPI RtlDestroyAtomTable(PRTL_ATOM_TABLE table);
NTSTATUS NTAPI RtlAddAtomToAtomTable(PRTL_ATOM_TABLE table, PCWSTR name, PUSHORT atom);
NTSTATUS NTAPI RtlLookupAtomInAtomTable(PRTL_ATOM_TABLE table, PCWSTR name, PUSHORT atom);
NTSTATUS NTAPI RtlDeleteAtomFromAtomTable(PRTL_ATOM_TABLE table, USHORT atom);
NTSTATUS NTAPI RtlQueryAtomInAtomTable(PRTL_ATOM_TABLE table, USHORT atom, PULONG references,
                                       PULONG pinned, PWSTR name, PULONG name_size);

#endif
