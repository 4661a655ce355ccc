/*
 * nt_teb.h - the full TEB and PEB of Windows 10, as programs read them through GS (64-bit) or FS
 * (32-bit). The public headers have them opaque; these are distinct types so that both can be
 * included.
 */
#ifndef BAILEY_NT_TEB_H
#define BAILEY_NT_TEB_H

/* Where the two widths differ in more than the size of pointers. */
#ifdef _WIN64
#    define TEB_WIDTH(wide, narrow) (wide)
#else
#    define TEB_WIDTH(wide, narrow) (narrow)
#endif

typedef struct RTL_BALANCED_NODE_STUB {
    PVOID Children[2];
    ULONG_PTR ParentValue;
} RTL_BALANCED_NODE_STUB;

typedef struct CURDIR_FULL {
    UNICODE_STRING DosPath;
    HANDLE Handle;
} CURDIR_FULL;

/* RTL_USER_PROCESS_PARAMETERS in full. */
typedef struct PROCESS_PARAMETERS {
    ULONG MaximumLength;
    ULONG Length;
    ULONG Flags;
    ULONG DebugFlags;
    HANDLE ConsoleHandle;
    ULONG ConsoleFlags;
    HANDLE StandardInput;
    HANDLE StandardOutput;
    HANDLE StandardError;
    CURDIR_FULL CurrentDirectory;
    UNICODE_STRING DllPath;
    UNICODE_STRING ImagePathName;
    UNICODE_STRING CommandLine;
    PWSTR Environment;
    ULONG StartingX, StartingY, CountX, CountY, CountCharsX, CountCharsY;
    ULONG FillAttribute;
    ULONG WindowFlags;
    ULONG ShowWindowFlags;
    UNICODE_STRING WindowTitle;
    UNICODE_STRING DesktopInfo;
    UNICODE_STRING ShellInfo;
    UNICODE_STRING RuntimeData;
    struct {
        USHORT Flags, Length;
        ULONG TimeStamp;
        UNICODE_STRING DosPath;
    } CurrentDirectories[32];
    SIZE_T EnvironmentSize;
    SIZE_T EnvironmentVersion;
    PVOID PackageDependencyData;
    ULONG ProcessGroupId;
    ULONG LoaderThreads;
} PROCESS_PARAMETERS;

/* LDR_DATA_TABLE_ENTRY in full. */
typedef struct LDR_ENTRY {
    LIST_ENTRY InLoadOrderLinks;
    LIST_ENTRY InMemoryOrderLinks;
    LIST_ENTRY InInitializationOrderLinks;
    PVOID DllBase;
    PVOID EntryPoint;
    ULONG SizeOfImage;
    UNICODE_STRING FullDllName;
    UNICODE_STRING BaseDllName;
    ULONG Flags; /* LDRP_* */
    USHORT ObsoleteLoadCount;
    USHORT TlsIndex;
    LIST_ENTRY HashLinks;
    ULONG TimeDateStamp;
    PVOID EntryPointActivationContext;
    PVOID Lock;
    PVOID DdagNode;
    LIST_ENTRY NodeModuleLink;
    PVOID LoadContext;
    PVOID ParentDllBase;
    PVOID SwitchBackContext;
    RTL_BALANCED_NODE_STUB BaseAddressIndexNode;
    RTL_BALANCED_NODE_STUB MappingInfoIndexNode;
    ULONG_PTR OriginalBase;
    LARGE_INTEGER LoadTime;
    ULONG BaseNameHashValue;
    ULONG LoadReason;
    ULONG ImplicitPathOptions;
    ULONG ReferenceCount;
} LDR_ENTRY;

typedef struct LDR_DATA {
    ULONG Length;
    BOOLEAN Initialized;
    HANDLE SsHandle;
    LIST_ENTRY InLoadOrderModuleList;
    LIST_ENTRY InMemoryOrderModuleList;
    LIST_ENTRY InInitializationOrderModuleList;
    PVOID EntryInProgress;
    BOOLEAN ShutdownInProgress;
    HANDLE ShutdownThreadId;
} LDR_DATA;

typedef struct PEB_FULL {
    BOOLEAN InheritedAddressSpace;
    BOOLEAN ReadImageFileExecOptions;
    BOOLEAN BeingDebugged;
    UCHAR BitField;
    HANDLE Mutant;
    PVOID ImageBaseAddress;
    LDR_DATA *Ldr;
    PROCESS_PARAMETERS *ProcessParameters;
    PVOID SubSystemData;
    PVOID ProcessHeap;
    PRTL_CRITICAL_SECTION FastPebLock;
    PVOID AtlThunkSListPtr;
    PVOID IFEOKey;
    ULONG CrossProcessFlags;
    PVOID KernelCallbackTable;
    ULONG SystemReserved;
    ULONG AtlThunkSListPtr32;
    PVOID ApiSetMap;
    ULONG TlsExpansionCounter;
    PVOID TlsBitmap;
    ULONG TlsBitmapBits[2];
    PVOID ReadOnlySharedMemoryBase;
    PVOID SharedData;
    PVOID *ReadOnlyStaticServerData;
    PVOID AnsiCodePageData;
    PVOID OemCodePageData;
    PVOID UnicodeCaseTableData;
    ULONG NumberOfProcessors;
    ULONG NtGlobalFlag;
    LARGE_INTEGER CriticalSectionTimeout;
    SIZE_T HeapSegmentReserve;
    SIZE_T HeapSegmentCommit;
    SIZE_T HeapDeCommitTotalFreeThreshold;
    SIZE_T HeapDeCommitFreeBlockThreshold;
    ULONG NumberOfHeaps;
    ULONG MaximumNumberOfHeaps;
    PVOID *ProcessHeaps;
    PVOID GdiSharedHandleTable;
    PVOID ProcessStarterHelper;
    ULONG GdiDCAttributeList;
    PRTL_CRITICAL_SECTION LoaderLock;
    ULONG OSMajorVersion;
    ULONG OSMinorVersion;
    USHORT OSBuildNumber;
    USHORT OSCSDVersion;
    ULONG OSPlatformId;
    ULONG ImageSubsystem;
    ULONG ImageSubsystemMajorVersion;
    ULONG ImageSubsystemMinorVersion;
    ULONG_PTR ActiveProcessAffinityMask;
    ULONG GdiHandleBuffer[TEB_WIDTH(60, 34)];
    PVOID PostProcessInitRoutine;
    PVOID TlsExpansionBitmap;
    ULONG TlsExpansionBitmapBits[32];
    ULONG SessionId;
    ULARGE_INTEGER AppCompatFlags;
    ULARGE_INTEGER AppCompatFlagsUser;
    PVOID pShimData;
    PVOID AppCompatInfo;
    UNICODE_STRING CSDVersion;
    PVOID ActivationContextData;
    PVOID ProcessAssemblyStorageMap;
    PVOID SystemDefaultActivationContextData;
    PVOID SystemAssemblyStorageMap;
    SIZE_T MinimumStackCommit;
    PVOID SparePointers[4];
    ULONG SpareUlongs[5];
    PVOID WerRegistrationData;
    PVOID WerShipAssertPtr;
    PVOID pUnused;
    PVOID pImageHeaderHash;
    ULONG TracingFlags;
    ULONGLONG CsrServerReadOnlySharedMemoryBase;
    ULONG_PTR TppWorkerpListLock;
    LIST_ENTRY TppWorkerpList;
    PVOID WaitOnAddressHashTable[128];
    PVOID TelemetryCoverageHeader;
    ULONG CloudFileFlags;
    ULONG CloudFileDiagFlags;
    CHAR PlaceholderCompatibilityMode;
    CHAR PlaceholderCompatibilityModeReserved[7];
    PVOID LeapSecondData;
    ULONG LeapSecondFlags;
    ULONG NtGlobalFlag2;
} PEB_FULL;

/* Offsets in comments are those of the 64-bit TEB. */
typedef struct TEB_FULL {
    NT_TIB NtTib; /* 0x000: ExceptionList StackBase StackLimit SubSystemTib FiberData
                     ArbitraryUserPointer Self */
    PVOID EnvironmentPointer;
    CLIENT_ID ClientId; /* 0x040 */
    PVOID ActiveRpcHandle;
    PVOID *ThreadLocalStoragePointer;  /* 0x058 */
    PEB_FULL *ProcessEnvironmentBlock; /* 0x060 */
    ULONG LastErrorValue;              /* 0x068 */
    ULONG CountOfOwnedCriticalSections;
    PVOID CsrClientThread;
    PVOID Win32ThreadInfo;
    ULONG User32Reserved[26];
    ULONG UserReserved[5];
    PVOID WOW32Reserved;
    LCID CurrentLocale; /* 0x108 */
    ULONG FpSoftwareStatusRegister;
    PVOID ReservedForDebuggerInstrumentation[16];
    PVOID SystemReserved1[TEB_WIDTH(30, 26)];
    CHAR PlaceholderCompatibilityMode;
    BOOLEAN PlaceholderHydrationAlwaysExplicit;
    CHAR PlaceholderReserved[10];
    ULONG ProxiedProcessId;
    PVOID ActivationStack[TEB_WIDTH(5, 6)]; /* ACTIVATION_CONTEXT_STACK */
    UCHAR WorkingOnBehalfTicket[8];
    LONG ExceptionCode;                  /* 0x2c0 */
    PVOID ActivationContextStackPointer; /* 0x2c8 */
    ULONG_PTR InstrumentationCallbackSp;
    ULONG_PTR InstrumentationCallbackPreviousPc;
    ULONG_PTR InstrumentationCallbackPreviousSp;
#ifdef _WIN64
    ULONG TxFsContext;
    BOOLEAN InstrumentationCallbackDisabled;
    BOOLEAN UnalignedLoadStoreExceptions;
    UCHAR Padding1[2];
#else
    BOOLEAN InstrumentationCallbackDisabled;
    UCHAR SpareBytes[23];
    ULONG TxFsContext;
#endif
    UCHAR GdiTebBatch[TEB_WIDTH(0x4e8, 0x4e0)];
    CLIENT_ID RealClientId; /* 0x7d8 */
    HANDLE GdiCachedProcessHandle;
    ULONG GdiClientPID;
    ULONG GdiClientTID;
    PVOID GdiThreadLocalInfo;
    ULONG_PTR Win32ClientInfo[62];
    PVOID glDispatchTable[233];
    ULONG_PTR glReserved1[29];
    PVOID glReserved2;
    PVOID glSectionInfo;
    PVOID glSection;
    PVOID glTable;
    PVOID glCurrentRC;
    PVOID glContext;
    ULONG LastStatusValue;              /* 0x1250 */
    UNICODE_STRING StaticUnicodeString; /* 0x1258 */
    WCHAR StaticUnicodeBuffer[261];     /* 0x1268 */
    PVOID DeallocationStack;            /* 0x1478 */
    PVOID TlsSlots[64];                 /* 0x1480 */
    LIST_ENTRY TlsLinks;                /* 0x1680 */
    PVOID Vdm;
    PVOID ReservedForNtRpc;
    PVOID DbgSsReserved[2];
    ULONG HardErrorMode; /* 0x16b0 */
    PVOID Instrumentation[TEB_WIDTH(11, 9)];
    GUID ActivityId;
    PVOID SubProcessTag;
    PVOID PerflibData;
    PVOID EtwTraceData;
    PVOID WinSockData;
    ULONG GdiBatchCount;
    ULONG IdealProcessorValue;
    ULONG GuaranteedStackBytes; /* 0x1748 */
    PVOID ReservedForPerf;
    PVOID ReservedForOle; /* 0x1758 */
    ULONG WaitingOnLoaderLock;
    PVOID SavedPriorityState;
    ULONG_PTR ReservedForCodeCoverage;
    PVOID ThreadPoolData;
    PVOID *TlsExpansionSlots; /* 0x1780 */
#ifdef _WIN64
    PVOID DeallocationBStore;
    PVOID BStoreLimit;
#endif
    ULONG MuiGeneration;
    ULONG IsImpersonating;
    PVOID NlsCache;
    PVOID pShimData;
    ULONG HeapData;
    HANDLE CurrentTransactionHandle;
    PVOID ActiveFrame;
    PVOID FlsData; /* 0x17c8 */
    PVOID PreferredLanguages;
    PVOID UserPrefLanguages;
    PVOID MergedPrefLanguages;
    ULONG MuiImpersonation;
    USHORT CrossTebFlags;
    USHORT SameTebFlags; /* 0x17ee */
    PVOID TxnScopeEnterCallback;
    PVOID TxnScopeExitCallback;
    PVOID TxnScopeContext;
    ULONG LockCount;
    LONG WowTebOffset;
    PVOID ResourceRetValue;
    PVOID ReservedForWdf;
    ULONGLONG ReservedForCrt;
    GUID EffectiveContainerId; /* 0x1828 */
    /* Past Windows' own end: what Bailey keeps for each thread. */
#ifdef _WIN64
    UCHAR Gap[0x1900 - 0x1838];
#endif
    struct BAILEY_THREAD *Bailey; /* 0x1900: ntdll's private thread state */
} TEB_FULL;

#define TEB_OFFSET(member, wide, narrow) \
    _Static_assert(offsetof(TEB_FULL, member) == TEB_WIDTH(wide, narrow), "TEB." #member)
TEB_OFFSET(LastErrorValue, 0x68, 0x34);
TEB_OFFSET(CurrentLocale, 0x108, 0xc4);
TEB_OFFSET(ExceptionCode, 0x2c0, 0x1a4);
TEB_OFFSET(RealClientId, 0x7d8, 0x6b4);
TEB_OFFSET(LastStatusValue, 0x1250, 0xbf4);
TEB_OFFSET(TlsSlots, 0x1480, 0xe10);
TEB_OFFSET(HardErrorMode, 0x16b0, 0xf28);
TEB_OFFSET(GuaranteedStackBytes, 0x1748, 0xf78);
TEB_OFFSET(TlsExpansionSlots, 0x1780, 0xf94);
TEB_OFFSET(FlsData, 0x17c8, 0xfb4);
TEB_OFFSET(SameTebFlags, 0x17ee, 0xfca);
TEB_OFFSET(Bailey, 0x1900, 0x1000);
_Static_assert(offsetof(PEB_FULL, ProcessHeap) == TEB_WIDTH(0x30, 0x18), "PEB");
_Static_assert(offsetof(PEB_FULL, NumberOfProcessors) == TEB_WIDTH(0xb8, 0x64), "PEB");
_Static_assert(offsetof(PEB_FULL, OSMajorVersion) == TEB_WIDTH(0x118, 0xa4), "PEB");
_Static_assert(offsetof(PEB_FULL, SessionId) == TEB_WIDTH(0x2c0, 0x1d4), "PEB");
_Static_assert(offsetof(LDR_ENTRY, DllBase) == TEB_WIDTH(0x30, 0x18), "LDR");
_Static_assert(offsetof(LDR_ENTRY, ReferenceCount) == TEB_WIDTH(0x114, 0x9c), "LDR");

/* A pointer of the current thread's TEB. */
#ifdef _WIN64
#    define TEB_READ(value, wide, narrow) __asm__("movq %%gs:" #    wide ", %0" : "=r"(value))
#else
#    define TEB_READ(value, wide, narrow) __asm__("movl %%fs:" #    narrow ", %0" : "=r"(value))
#endif

static inline TEB_FULL *teb_self(void)
{
    TEB_FULL *teb;
    TEB_READ(teb, 0x30, 0x18);
    return teb;
}
static inline PEB_FULL *peb_self(void)
{
    PEB_FULL *peb;
    TEB_READ(peb, 0x60, 0x30);
    return peb;
}

#endif
