#ifndef BAILEY_PATHCCH_H
#define BAILEY_PATHCCH_H

#include "nt.h"

#ifndef PATHCCH_MAX_CCH
#    define PATHCCH_MAX_CCH 0x8000
#endif

/* What public pathcch.h declares; included here because its inline wrappers do not compile as C11.
 */
HRESULT WINAPI PathCchSkipRoot(PCWSTR path, PCWSTR *end);
BOOL WINAPI PathIsUNCEx(PCWSTR path, PCWSTR *server);
HRESULT WINAPI PathCchCanonicalizeEx(PWSTR out, SIZE_T room, PCWSTR in, ULONG flags);
HRESULT WINAPI PathCchCombineEx(PWSTR out, SIZE_T room, PCWSTR in, PCWSTR more, ULONG flags);
HRESULT WINAPI PathAllocCombine(PCWSTR in, PCWSTR more, ULONG flags, PWSTR *result);

/* Whether text starts with prefix, ASCII letters without case. */
BOOL path_starts(const WCHAR *text, const WCHAR *prefix);

#define PATHCCH_ALLOW_LONG_PATHS                0x01
#define PATHCCH_FORCE_ENABLE_LONG_NAME_PROCESS  0x02
#define PATHCCH_FORCE_DISABLE_LONG_NAME_PROCESS 0x04
#define PATHCCH_DO_NOT_NORMALIZE_SEGMENTS       0x08
#define PATHCCH_ENSURE_IS_EXTENDED_LENGTH_PATH  0x10
#define PATHCCH_ENSURE_TRAILING_SLASH           0x20

#define RESULT_TOO_LONG HRESULT_FROM_WIN32(ERROR_FILENAME_EXCED_RANGE)
#define RESULT_NO_ROOM  ((HRESULT)0x8007007A) /* STRSAFE_E_INSUFFICIENT_BUFFER */

#endif
