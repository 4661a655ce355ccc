/* pending.c - placeholders until their files land; whoever adds one removes its line here. */
void bailey_stub_called(const char *dll, const char *name);
#define PENDING(name)                                                                              \
    int name(void)                                                                                 \
    {                                                                                              \
        bailey_stub_called("kernel32.dll", #name);                                                 \
        return 0;                                                                                  \
    }
PENDING(UnmapViewOfFile)
PENDING(GetLocalTime)
PENDING(LocalAlloc)
PENDING(NtQuerySystemInformation)
PENDING(GetSystemTimeAsFileTime)
PENDING(CreateFileMappingW)
PENDING(MapViewOfFile)
