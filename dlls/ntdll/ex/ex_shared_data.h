/*
 * ex_shared_data.h - KUSER_SHARED_DATA of Windows 10 x64, as programs read it at 0x7ffe0000.
 */
#ifndef BAILEY_EX_SHARED_DATA_H
#define BAILEY_EX_SHARED_DATA_H

#include "ex.h"

/* Readers take High1 and Low until High1 and High2 agree. */
typedef struct EX_TIME {
    volatile ULONG LowPart;
    volatile LONG High1Time;
    volatile LONG High2Time;
} EX_TIME;

typedef struct EX_XSTATE_FEATURE {
    ULONG Offset, Size;
} EX_XSTATE_FEATURE;

typedef struct EX_SHARED_DATA {
    ULONG TickCountLowDeprecated;
    ULONG TickCountMultiplier;
    EX_TIME InterruptTime, SystemTime, TimeZoneBias;
    USHORT ImageNumberLow, ImageNumberHigh;
    WCHAR NtSystemRoot[260];
    ULONG MaxStackTraceDepth, CryptoExponent, TimeZoneId, LargePageMinimum;
    ULONG AitSamplingValue, AppCompatFlag;
    ULONGLONG RNGSeedVersion;
    ULONG GlobalValidationRunlevel;
    volatile LONG TimeZoneBiasStamp;
    ULONG NtBuildNumber, NtProductType;
    UCHAR ProductTypeIsValid, Reserved0;
    USHORT NativeProcessorArchitecture;
    ULONG NtMajorVersion, NtMinorVersion;
    UCHAR ProcessorFeatures[64];
    ULONG Reserved1, Reserved3;
    ULONG TimeSlip, AlternativeArchitecture, BootId;
    LARGE_INTEGER SystemExpirationDate;
    ULONG SuiteMask;
    UCHAR KdDebuggerEnabled, MitigationPolicies;
    USHORT CyclesPerYield;
    ULONG ActiveConsoleId, DismountCount, ComPlusPackage, LastSystemRITEventTickCount;
    ULONG NumberOfPhysicalPages;
    UCHAR SafeBootMode, VirtualizationFlags, Reserved12[2];
    ULONG SharedDataFlags, DataFlagsPad;
    ULONGLONG TestRetInstruction;
    LONGLONG QpcFrequency;
    ULONG SystemCall, Reserved2;
    ULONGLONG SystemCallPad[2];
    EX_TIME TickCount;
    ULONG TickCountPad;
    ULONG Cookie, CookiePad;
    LONGLONG ConsoleSessionForegroundProcessId;
    ULONGLONG TimeUpdateLock, BaselineSystemTimeQpc, BaselineInterruptTimeQpc;
    ULONGLONG QpcSystemTimeIncrement, QpcInterruptTimeIncrement;
    UCHAR QpcSystemTimeIncrementShift, QpcInterruptTimeIncrementShift;
    USHORT UnparkedProcessorCount;
    ULONG EnclaveFeatureMask[4], TelemetryCoverageRound;
    USHORT UserModeGlobalLogger[16];
    ULONG ImageFileExecutionOptions, LangGenerationCount;
    ULONGLONG Reserved4;
    volatile ULONGLONG InterruptTimeBias, QpcBias;
    ULONG ActiveProcessorCount;
    volatile UCHAR ActiveGroupCount;
    UCHAR Reserved9;
    UCHAR QpcBypassEnabled, QpcShift;
    LONGLONG TimeZoneBiasEffectiveStart, TimeZoneBiasEffectiveEnd;
    struct {
        ULONGLONG EnabledFeatures, EnabledVolatileFeatures;
        ULONG Size, ControlFlags;
        EX_XSTATE_FEATURE Features[64];
        ULONGLONG EnabledSupervisorFeatures, AlignedFeatures;
        ULONG AllFeatureSize;
        ULONG AllFeatures[64];
        ULONGLONG EnabledUserVisibleSupervisorFeatures;
    } XState;
} EX_SHARED_DATA;

NT_OFFSET(EX_SHARED_DATA, NtSystemRoot, 0x30);
NT_OFFSET(EX_SHARED_DATA, TimeZoneId, 0x240);
NT_OFFSET(EX_SHARED_DATA, NtBuildNumber, 0x260);
NT_OFFSET(EX_SHARED_DATA, ProcessorFeatures, 0x274);
NT_OFFSET(EX_SHARED_DATA, SystemExpirationDate, 0x2c8);
NT_OFFSET(EX_SHARED_DATA, NumberOfPhysicalPages, 0x2e8);
NT_OFFSET(EX_SHARED_DATA, QpcFrequency, 0x300);
NT_OFFSET(EX_SHARED_DATA, SystemCall, 0x308);
NT_OFFSET(EX_SHARED_DATA, TickCount, 0x320);
NT_OFFSET(EX_SHARED_DATA, Cookie, 0x330);
NT_OFFSET(EX_SHARED_DATA, ConsoleSessionForegroundProcessId, 0x338);
NT_OFFSET(EX_SHARED_DATA, UserModeGlobalLogger, 0x380);
NT_OFFSET(EX_SHARED_DATA, ActiveProcessorCount, 0x3c0);
NT_OFFSET(EX_SHARED_DATA, XState, 0x3d8);

#endif
