/*
 * filecopy2.c - CopyFile2, which tells more of its steps than CopyFileEx.
 */
#include "file_copy.h"

static ULARGE_INTEGER bytes(LONGLONG count)
{
    return (ULARGE_INTEGER){.QuadPart = (ULONGLONG)count};
}

static void tell_of_chunk(const COPY *copy, COPYFILE2_MESSAGE *message, BOOL ends)
{
    if (!ends) {
        message->Type = COPYFILE2_CALLBACK_CHUNK_STARTED;
        message->Info.ChunkStarted.dwStreamNumber = 1;
        message->Info.ChunkStarted.hSourceFile = copy->from;
        message->Info.ChunkStarted.hDestinationFile = copy->to;
        message->Info.ChunkStarted.uliChunkNumber = bytes(copy->chunks);
        message->Info.ChunkStarted.uliChunkSize = bytes(copy->chunk);
        message->Info.ChunkStarted.uliStreamSize = bytes(copy->size.QuadPart);
        message->Info.ChunkStarted.uliTotalFileSize = bytes(copy->size.QuadPart);
        return;
    }
    message->Type = COPYFILE2_CALLBACK_CHUNK_FINISHED;
    message->Info.ChunkFinished.dwStreamNumber = 1;
    message->Info.ChunkFinished.hSourceFile = copy->from;
    message->Info.ChunkFinished.hDestinationFile = copy->to;
    message->Info.ChunkFinished.uliChunkNumber = bytes(copy->chunks);
    message->Info.ChunkFinished.uliChunkSize = bytes(copy->chunk);
    message->Info.ChunkFinished.uliStreamSize = bytes(copy->size.QuadPart);
    message->Info.ChunkFinished.uliStreamBytesTransferred = bytes(copy->done.QuadPart);
    message->Info.ChunkFinished.uliTotalFileSize = bytes(copy->size.QuadPart);
    message->Info.ChunkFinished.uliTotalBytesTransferred = bytes(copy->done.QuadPart);
}

static void tell_of_stream(const COPY *copy, COPYFILE2_MESSAGE *message, BOOL ends)
{
    if (!ends) {
        message->Type = COPYFILE2_CALLBACK_STREAM_STARTED;
        message->Info.StreamStarted.dwStreamNumber = 1;
        message->Info.StreamStarted.hSourceFile = copy->from;
        message->Info.StreamStarted.hDestinationFile = copy->to;
        message->Info.StreamStarted.uliStreamSize = bytes(copy->size.QuadPart);
        message->Info.StreamStarted.uliTotalFileSize = bytes(copy->size.QuadPart);
        return;
    }
    message->Type = COPYFILE2_CALLBACK_STREAM_FINISHED;
    message->Info.StreamFinished.dwStreamNumber = 1;
    message->Info.StreamFinished.hSourceFile = copy->from;
    message->Info.StreamFinished.hDestinationFile = copy->to;
    message->Info.StreamFinished.uliStreamSize = bytes(copy->size.QuadPart);
    message->Info.StreamFinished.uliStreamBytesTransferred = bytes(copy->done.QuadPart);
    message->Info.StreamFinished.uliTotalFileSize = bytes(copy->size.QuadPart);
    message->Info.StreamFinished.uliTotalBytesTransferred = bytes(copy->done.QuadPart);
}

static DWORD tell_message(const COPY *copy, COPY_STEP step)
{
    const COPYFILE2_EXTENDED_PARAMETERS *parameters = copy->context;
    COPYFILE2_MESSAGE message;
    __builtin_memset(&message, 0, sizeof message);
    if (step == COPY_BEGINS || step == COPY_ENDS)
        tell_of_stream(copy, &message, step == COPY_ENDS);
    else
        tell_of_chunk(copy, &message, step == COPY_CHUNK_ENDS);
    return (DWORD)parameters->pProgressRoutine(&message, parameters->pvCallbackContext);
}

HRESULT WINAPI CopyFile2(PCWSTR from, PCWSTR to, COPYFILE2_EXTENDED_PARAMETERS *parameters)
{
    COPY copy = {.context = parameters};
    DWORD flags = 0;
    if (parameters && parameters->dwSize < sizeof *parameters)
        return HRESULT_FROM_WIN32(ERROR_INVALID_PARAMETER);
    if (parameters) {
        copy.tell = parameters->pProgressRoutine ? tell_message : NULL;
        copy.cancel = parameters->pfCancel;
        flags = parameters->dwCopyFlags;
    }
    if (k32_copy(&copy, from, to, flags))
        return S_OK;
    return HRESULT_FROM_WIN32(teb_self()->LastErrorValue);
}
