/*
 * mm_proto.h - memory and heap: prototypes and constants that mingw-w64's headers leave out.
 */
#ifndef BAILEY_MM_PROTO_H
#define BAILEY_MM_PROTO_H

#ifndef MEM_RESERVE_PLACEHOLDER
#    define MEM_COALESCE_PLACEHOLDERS 0x00000001
#    define MEM_PRESERVE_PLACEHOLDER  0x00000002
#    define MEM_REPLACE_PLACEHOLDER   0x00004000
#    define MEM_RESERVE_PLACEHOLDER   0x00040000
#endif

typedef enum _MEMORY_INFORMATION_CLASS {
    MemoryBasicInformation,
    MemoryWorkingSetInformation,
    MemoryMappedFilenameInformation,
    MemoryRegionInformation,
    MemoryWorkingSetExInformation,
    MemorySharedCommitInformation,
    MemoryImageInformation,
    MemoryRegionInformationEx,
} MEMORY_INFORMATION_CLASS;

typedef struct MEMORY_REGION_INFORMATION_FULL {
    PVOID AllocationBase;
    ULONG AllocationProtect;
    ULONG RegionType; /* bit 0 private, 1 mapped data file, 2 image, 3 page file */
    SIZE_T RegionSize;
    SIZE_T CommitSize;
} MEMORY_REGION_INFORMATION_FULL;

typedef struct MEMORY_IMAGE_INFORMATION_FULL {
    PVOID ImageBase;
    SIZE_T SizeOfImage;
    ULONG ImageFlags;
} MEMORY_IMAGE_INFORMATION_FULL;

typedef struct MEMORY_WORKING_SET_EX {
    PVOID VirtualAddress;
    ULONG_PTR VirtualAttributes; /* PSAPI_WORKING_SET_EX_BLOCK */
} MEMORY_WORKING_SET_EX;

NTSTATUS NTAPI NtAllocateVirtualMemory(HANDLE, PVOID *, ULONG_PTR zero_bits, SIZE_T *, ULONG,
                                       ULONG);
NTSTATUS NTAPI NtAllocateVirtualMemoryEx(HANDLE, PVOID *, SIZE_T *, ULONG, ULONG,
                                         MEM_EXTENDED_PARAMETER *, ULONG);
NTSTATUS NTAPI NtFreeVirtualMemory(HANDLE, PVOID *, SIZE_T *, ULONG);
NTSTATUS NTAPI NtProtectVirtualMemory(HANDLE, PVOID *, SIZE_T *, ULONG, ULONG *);
NTSTATUS NTAPI NtQueryVirtualMemory(HANDLE, const void *, MEMORY_INFORMATION_CLASS, PVOID, SIZE_T,
                                    SIZE_T *);
NTSTATUS NTAPI NtFlushVirtualMemory(HANDLE, PVOID *, SIZE_T *, IO_STATUS_BLOCK *);
NTSTATUS NTAPI NtLockVirtualMemory(HANDLE, PVOID *, SIZE_T *, ULONG);
NTSTATUS NTAPI NtUnlockVirtualMemory(HANDLE, PVOID *, SIZE_T *, ULONG);
NTSTATUS NTAPI NtReadVirtualMemory(HANDLE, PVOID, PVOID, SIZE_T, SIZE_T *);
NTSTATUS NTAPI NtWriteVirtualMemory(HANDLE, PVOID, const void *, SIZE_T, SIZE_T *);
NTSTATUS NTAPI NtGetWriteWatch(HANDLE, ULONG, PVOID, SIZE_T, PVOID *, ULONG_PTR *, ULONG *);
NTSTATUS NTAPI NtResetWriteWatch(HANDLE, PVOID, SIZE_T);

typedef enum _SECTION_INHERIT { ViewShare = 1, ViewUnmap = 2 } SECTION_INHERIT;
typedef enum _SECTION_INFORMATION_CLASS {
    SectionBasicInformation,
    SectionImageInformation,
} SECTION_INFORMATION_CLASS;

typedef struct SECTION_BASIC_INFO {
    PVOID BaseAddress;
    ULONG AllocationAttributes;
    LARGE_INTEGER MaximumSize;
} SECTION_BASIC_INFO;

typedef struct SECTION_IMAGE_INFO {
    PVOID TransferAddress;
    ULONG ZeroBits;
    SIZE_T MaximumStackSize;
    SIZE_T CommittedStackSize;
    ULONG SubSystemType;
    ULONG SubSystemVersion; /* minor, major */
    ULONG OperatingSystemVersion;
    USHORT ImageCharacteristics;
    USHORT DllCharacteristics;
    USHORT Machine;
    BOOLEAN ImageContainsCode;
    UCHAR ImageFlags;
    ULONG LoaderFlags;
    ULONG ImageFileSize;
    ULONG CheckSum;
} SECTION_IMAGE_INFO;

NTSTATUS NTAPI NtCreateSection(HANDLE *, ACCESS_MASK, const OBJECT_ATTRIBUTES *,
                               const LARGE_INTEGER *, ULONG protect, ULONG attributes, HANDLE file);
NTSTATUS NTAPI NtCreateSectionEx(HANDLE *, ACCESS_MASK, const OBJECT_ATTRIBUTES *,
                                 const LARGE_INTEGER *, ULONG protect, ULONG attributes,
                                 HANDLE file, MEM_EXTENDED_PARAMETER *, ULONG);
NTSTATUS NTAPI NtOpenSection(HANDLE *, ACCESS_MASK, const OBJECT_ATTRIBUTES *);
NTSTATUS NTAPI NtMapViewOfSection(HANDLE, HANDLE process, PVOID *base, ULONG_PTR zero_bits,
                                  SIZE_T commit, LARGE_INTEGER *offset, SIZE_T *size,
                                  SECTION_INHERIT, ULONG type, ULONG protect);
NTSTATUS NTAPI NtMapViewOfSectionEx(HANDLE, HANDLE process, PVOID *base, LARGE_INTEGER *offset,
                                    SIZE_T *size, ULONG type, ULONG protect,
                                    MEM_EXTENDED_PARAMETER *, ULONG);
NTSTATUS NTAPI NtUnmapViewOfSection(HANDLE, PVOID);
NTSTATUS NTAPI NtUnmapViewOfSectionEx(HANDLE, PVOID, ULONG flags);
NTSTATUS NTAPI NtExtendSection(HANDLE, LARGE_INTEGER *);
NTSTATUS NTAPI NtQuerySection(HANDLE, SECTION_INFORMATION_CLASS, PVOID, SIZE_T, SIZE_T *);

/* ---- heaps */
typedef struct RTL_HEAP_WALK_ENTRY {
    PVOID DataAddress;
    SIZE_T DataSize;
    UCHAR OverheadBytes;
    UCHAR SegmentIndex;
    USHORT Flags; /* 1 busy, 2 region, 0x10 committed with region, 0x20 uncommitted */
    union {
        struct {
            SIZE_T Settable;
            USHORT TagIndex;
            USHORT AllocatorBackTraceIndex;
            ULONG Reserved[2];
        } Block;
        struct {
            ULONG CommittedSize;
            ULONG UnCommittedSize;
            PVOID FirstEntry;
            PVOID LastEntry;
        } Segment;
    };
} RTL_HEAP_WALK_ENTRY;

PVOID NTAPI RtlReAllocateHeap(HANDLE, ULONG, PVOID, SIZE_T);
SIZE_T NTAPI RtlSizeHeap(HANDLE, ULONG, const void *);
BOOLEAN NTAPI RtlValidateHeap(HANDLE, ULONG, const void *);
BOOLEAN NTAPI RtlValidateProcessHeaps(void);
NTSTATUS NTAPI RtlWalkHeap(HANDLE, RTL_HEAP_WALK_ENTRY *);
BOOLEAN NTAPI RtlLockHeap(HANDLE);
BOOLEAN NTAPI RtlUnlockHeap(HANDLE);
SIZE_T NTAPI RtlCompactHeap(HANDLE, ULONG);
ULONG NTAPI RtlGetProcessHeaps(ULONG, HANDLE *);
NTSTATUS NTAPI RtlEnumProcessHeaps(NTSTATUS(NTAPI *)(PVOID, PVOID), PVOID);
BOOLEAN NTAPI RtlGetUserInfoHeap(HANDLE, ULONG, PVOID, PVOID *, ULONG *);
BOOLEAN NTAPI RtlSetUserValueHeap(HANDLE, ULONG, PVOID, PVOID);
BOOLEAN NTAPI RtlSetUserFlagsHeap(HANDLE, ULONG, PVOID, ULONG, ULONG);

/* ---- Ex: clocks, versions, the machine */
NTSTATUS NTAPI NtSetSystemTime(LARGE_INTEGER *, LARGE_INTEGER *);
LONGLONG NTAPI RtlGetSystemTimePrecise(void);
NTSTATUS NTAPI NtQueryPerformanceCounter(LARGE_INTEGER *, LARGE_INTEGER *);
BOOL NTAPI RtlQueryPerformanceCounter(LARGE_INTEGER *);
BOOL NTAPI RtlQueryPerformanceFrequency(LARGE_INTEGER *);
ULONG NTAPI NtGetTickCount(void);
ULONGLONG NTAPI RtlGetTickCount64(void);
BOOL NTAPI RtlQueryUnbiasedInterruptTime(ULONGLONG *);
ULONGLONG NTAPI RtlGetInterruptTimePrecise(ULONGLONG *);
NTSTATUS NTAPI NtQueryTimerResolution(ULONG *, ULONG *, ULONG *);
NTSTATUS NTAPI NtSetTimerResolution(ULONG, BOOLEAN, ULONG *);
NTSTATUS NTAPI NtQuerySystemInformationEx(SYSTEM_INFORMATION_CLASS, PVOID, ULONG, PVOID, ULONG,
                                          PULONG);
NTSTATUS NTAPI RtlGetVersion(RTL_OSVERSIONINFOEXW *);
NTSTATUS NTAPI RtlVerifyVersionInfo(const RTL_OSVERSIONINFOEXW *, ULONG, ULONGLONG);
BOOLEAN NTAPI RtlGetNtProductType(ULONG *);
BOOLEAN NTAPI RtlIsProcessorFeaturePresent(ULONG);

#endif
