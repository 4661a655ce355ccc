/*
 * nt_teb.h - the full TEB and PEB of Windows 10 x64, as programs read them through GS. The public
 * headers have them opaque; these are distinct types so that both can be included.
 */
#ifndef BAILEY_NT_TEB_H
#define BAILEY_NT_TEB_H

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
    ULONG GdiHandleBuffer[60];
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
    PVOID SystemReserved1[30];
    CHAR PlaceholderCompatibilityMode;
    BOOLEAN PlaceholderHydrationAlwaysExplicit;
    CHAR PlaceholderReserved[10];
    ULONG ProxiedProcessId;
    PVOID ActivationStack[5]; /* ACTIVATION_CONTEXT_STACK */
    UCHAR WorkingOnBehalfTicket[8];
    LONG ExceptionCode; /* 0x2c0 */
    UCHAR Padding0[4];
    PVOID ActivationContextStackPointer; /* 0x2c8 */
    ULONG_PTR InstrumentationCallbackSp;
    ULONG_PTR InstrumentationCallbackPreviousPc;
    ULONG_PTR InstrumentationCallbackPreviousSp;
    ULONG TxFsContext;
    BOOLEAN InstrumentationCallbackDisabled;
    BOOLEAN UnalignedLoadStoreExceptions;
    UCHAR Padding1[2];
    UCHAR GdiTebBatch[0x4e8];
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
    ULONG LastStatusValue; /* 0x1250 */
    UCHAR Padding2[4];
    UNICODE_STRING StaticUnicodeString; /* 0x1258 */
    WCHAR StaticUnicodeBuffer[261];     /* 0x1268 */
    UCHAR Padding3[6];
    PVOID DeallocationStack; /* 0x1478 */
    PVOID TlsSlots[64];      /* 0x1480 */
    LIST_ENTRY TlsLinks;     /* 0x1680 */
    PVOID Vdm;
    PVOID ReservedForNtRpc;
    PVOID DbgSsReserved[2];
    ULONG HardErrorMode; /* 0x16b0 */
    UCHAR Padding4[4];
    PVOID Instrumentation[11];
    GUID ActivityId;
    PVOID SubProcessTag;
    PVOID PerflibData;
    PVOID EtwTraceData;
    PVOID WinSockData;
    ULONG GdiBatchCount;
    ULONG IdealProcessorValue;
    ULONG GuaranteedStackBytes; /* 0x1748 */
    UCHAR Padding5[4];
    PVOID ReservedForPerf;
    PVOID ReservedForOle; /* 0x1758 */
    ULONG WaitingOnLoaderLock;
    UCHAR Padding6[4];
    PVOID SavedPriorityState;
    ULONG_PTR ReservedForCodeCoverage;
    PVOID ThreadPoolData;
    PVOID *TlsExpansionSlots; /* 0x1780 */
    PVOID DeallocationBStore;
    PVOID BStoreLimit;
    ULONG MuiGeneration;
    ULONG IsImpersonating;
    PVOID NlsCache;
    PVOID pShimData;
    ULONG HeapData;
    UCHAR Padding7[4];
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
    UCHAR Gap[0x1900 - 0x1838];
    struct BAILEY_THREAD *Bailey; /* 0x1900: ntdll's private thread state */
} TEB_FULL;

#define TEB_OFFSET(member, offset) \
    _Static_assert(offsetof(TEB_FULL, member) == (offset), "TEB." #member)
TEB_OFFSET(LastErrorValue, 0x68);
TEB_OFFSET(CurrentLocale, 0x108);
TEB_OFFSET(ExceptionCode, 0x2c0);
TEB_OFFSET(RealClientId, 0x7d8);
TEB_OFFSET(LastStatusValue, 0x1250);
TEB_OFFSET(TlsSlots, 0x1480);
TEB_OFFSET(HardErrorMode, 0x16b0);
TEB_OFFSET(GuaranteedStackBytes, 0x1748);
TEB_OFFSET(TlsExpansionSlots, 0x1780);
TEB_OFFSET(FlsData, 0x17c8);
TEB_OFFSET(SameTebFlags, 0x17ee);
TEB_OFFSET(Bailey, 0x1900);
_Static_assert(offsetof(PEB_FULL, ProcessHeap) == 0x30, "PEB");
_Static_assert(offsetof(PEB_FULL, NumberOfProcessors) == 0xb8, "PEB");
_Static_assert(offsetof(PEB_FULL, OSMajorVersion) == 0x118, "PEB");
_Static_assert(offsetof(PEB_FULL, SessionId) == 0x2c0, "PEB");
_Static_assert(offsetof(LDR_ENTRY, DllBase) == 0x30, "LDR");
_Static_assert(offsetof(LDR_ENTRY, ReferenceCount) == 0x114, "LDR");

static inline TEB_FULL *teb_self(void)
{
    TEB_FULL *teb;
    __asm__("movq %%gs:0x30, %0" : "=r"(teb));
    return teb;
}
static inline PEB_FULL *peb_self(void)
{
    PEB_FULL *peb;
    __asm__("movq %%gs:0x60, %0" : "=r"(peb));
    return peb;
}

#endif
