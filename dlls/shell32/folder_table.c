/*
 * folder_table.c - known folders by CSIDL and GUID, and where they lie.
 *
 * Where a user moves folders to stands in the registry ("User Shell Folders"); the table has the
 * names of those values, and the places that hold without them.
 */
#include "folders.h"
#include <initguid.h>
#include <knownfolders.h>

#define START     L"\\Microsoft\\Windows\\Start Menu"
#define USER(n)   SHELL_USER, n
#define COMMON(n) SHELL_COMMON, n
#define FIXED     SHELL_FIXED, NULL
#define NO_CSIDL  (-1)

static const struct folder folders[] = {
    {CSIDL_APPDATA, &FOLDERID_RoamingAppData, USER(L"AppData"), L"%APPDATA%"},
    {CSIDL_LOCAL_APPDATA, &FOLDERID_LocalAppData, USER(L"Local AppData"), L"%LOCALAPPDATA%"},
    {NO_CSIDL, &FOLDERID_LocalAppDataLow, USER(L"{A520A1A4-1780-4FF6-BD18-167343C5AF16}"),
     L"%USERPROFILE%\\AppData\\LocalLow"},
    {CSIDL_COMMON_APPDATA, &FOLDERID_ProgramData, COMMON(L"Common AppData"), L"%ProgramData%"},
    {CSIDL_PROFILE, &FOLDERID_Profile, FIXED, L"%USERPROFILE%"},
    {CSIDL_PERSONAL, &FOLDERID_Documents, USER(L"Personal"), L"%USERPROFILE%\\Documents"},
    {CSIDL_DESKTOPDIRECTORY, &FOLDERID_Desktop, USER(L"Desktop"), L"%USERPROFILE%\\Desktop"},
    {CSIDL_DESKTOP, NULL, USER(L"Desktop"), L"%USERPROFILE%\\Desktop"},
    {CSIDL_MYMUSIC, &FOLDERID_Music, USER(L"My Music"), L"%USERPROFILE%\\Music"},
    {CSIDL_MYPICTURES, &FOLDERID_Pictures, USER(L"My Pictures"), L"%USERPROFILE%\\Pictures"},
    {CSIDL_MYVIDEO, &FOLDERID_Videos, USER(L"My Video"), L"%USERPROFILE%\\Videos"},
    {NO_CSIDL, &FOLDERID_Downloads, USER(L"{374DE290-123F-4565-9164-39C4925E467B}"),
     L"%USERPROFILE%\\Downloads"},
    {CSIDL_FAVORITES, &FOLDERID_Favorites, USER(L"Favorites"), L"%USERPROFILE%\\Favorites"},
    {NO_CSIDL, &FOLDERID_Contacts, USER(L"{56784854-C6CB-462B-8169-88E350ACB882}"),
     L"%USERPROFILE%\\Contacts"},
    {NO_CSIDL, &FOLDERID_Links, USER(L"{BFB9D5E0-C6A9-404C-B2B2-AE6DB6AF4968}"),
     L"%USERPROFILE%\\Links"},
    {NO_CSIDL, &FOLDERID_SavedGames, USER(L"{4C5C32FF-BB9D-43B0-B5B4-2D72E54EAAA4}"),
     L"%USERPROFILE%\\Saved Games"},
    {NO_CSIDL, &FOLDERID_SavedSearches, USER(L"{7D1D3A04-DEBB-4115-95CF-2F29DA2920DA}"),
     L"%USERPROFILE%\\Searches"},
    {CSIDL_STARTMENU, &FOLDERID_StartMenu, USER(L"Start Menu"), L"%APPDATA%" START},
    {CSIDL_PROGRAMS, &FOLDERID_Programs, USER(L"Programs"), L"%APPDATA%" START L"\\Programs"},
    {CSIDL_STARTUP, &FOLDERID_Startup, USER(L"Startup"), L"%APPDATA%" START L"\\Programs\\Startup"},
    {CSIDL_ADMINTOOLS, &FOLDERID_AdminTools, USER(L"Administrative Tools"),
     L"%APPDATA%" START L"\\Programs\\Administrative Tools"},
    {CSIDL_SENDTO, &FOLDERID_SendTo, USER(L"SendTo"), L"%APPDATA%\\Microsoft\\Windows\\SendTo"},
    {CSIDL_RECENT, &FOLDERID_Recent, USER(L"Recent"), L"%APPDATA%\\Microsoft\\Windows\\Recent"},
    {CSIDL_TEMPLATES, &FOLDERID_Templates, USER(L"Templates"),
     L"%APPDATA%\\Microsoft\\Windows\\Templates"},
    {CSIDL_NETHOOD, &FOLDERID_NetHood, USER(L"NetHood"),
     L"%APPDATA%\\Microsoft\\Windows\\Network Shortcuts"},
    {CSIDL_PRINTHOOD, &FOLDERID_PrintHood, USER(L"PrintHood"),
     L"%APPDATA%\\Microsoft\\Windows\\Printer Shortcuts"},
    {NO_CSIDL, &FOLDERID_Libraries, FIXED, L"%APPDATA%\\Microsoft\\Windows\\Libraries"},
    {NO_CSIDL, &FOLDERID_QuickLaunch, FIXED,
     L"%APPDATA%\\Microsoft\\Internet Explorer\\Quick Launch"},
    {CSIDL_INTERNET_CACHE, &FOLDERID_InternetCache, USER(L"Cache"),
     L"%LOCALAPPDATA%\\Microsoft\\Windows\\INetCache"},
    {CSIDL_COOKIES, &FOLDERID_Cookies, USER(L"Cookies"),
     L"%LOCALAPPDATA%\\Microsoft\\Windows\\INetCookies"},
    {CSIDL_HISTORY, &FOLDERID_History, USER(L"History"),
     L"%LOCALAPPDATA%\\Microsoft\\Windows\\History"},
    {CSIDL_CDBURN_AREA, &FOLDERID_CDBurning, USER(L"CD Burning"),
     L"%LOCALAPPDATA%\\Microsoft\\Windows\\Burn\\Burn"},
    {NO_CSIDL, &FOLDERID_UserProgramFiles, FIXED, L"%LOCALAPPDATA%\\Programs"},
    {NO_CSIDL, &FOLDERID_UserProgramFilesCommon, FIXED, L"%LOCALAPPDATA%\\Programs\\Common"},
    {NO_CSIDL, &FOLDERID_Public, FIXED, L"%PUBLIC%"},
    {CSIDL_COMMON_DESKTOPDIRECTORY, &FOLDERID_PublicDesktop, COMMON(L"Common Desktop"),
     L"%PUBLIC%\\Desktop"},
    {CSIDL_COMMON_DOCUMENTS, &FOLDERID_PublicDocuments, COMMON(L"Common Documents"),
     L"%PUBLIC%\\Documents"},
    {CSIDL_COMMON_MUSIC, &FOLDERID_PublicMusic, COMMON(L"CommonMusic"), L"%PUBLIC%\\Music"},
    {CSIDL_COMMON_PICTURES, &FOLDERID_PublicPictures, COMMON(L"CommonPictures"),
     L"%PUBLIC%\\Pictures"},
    {CSIDL_COMMON_VIDEO, &FOLDERID_PublicVideos, COMMON(L"CommonVideo"), L"%PUBLIC%\\Videos"},
    {NO_CSIDL, &FOLDERID_PublicDownloads, COMMON(L"{3D644C9B-1FB8-4F30-9B45-F670235F79C0}"),
     L"%PUBLIC%\\Downloads"},
    {CSIDL_COMMON_STARTMENU, &FOLDERID_CommonStartMenu, COMMON(L"Common Start Menu"),
     L"%ProgramData%" START},
    {CSIDL_COMMON_PROGRAMS, &FOLDERID_CommonPrograms, COMMON(L"Common Programs"),
     L"%ProgramData%" START L"\\Programs"},
    {CSIDL_COMMON_STARTUP, &FOLDERID_CommonStartup, COMMON(L"Common Startup"),
     L"%ProgramData%" START L"\\Programs\\Startup"},
    {CSIDL_COMMON_ADMINTOOLS, &FOLDERID_CommonAdminTools, COMMON(L"Common Administrative Tools"),
     L"%ProgramData%" START L"\\Programs\\Administrative Tools"},
    {CSIDL_COMMON_TEMPLATES, &FOLDERID_CommonTemplates, COMMON(L"Common Templates"),
     L"%ProgramData%\\Microsoft\\Windows\\Templates"},
    {CSIDL_WINDOWS, &FOLDERID_Windows, FIXED, L"%SystemRoot%"},
    {CSIDL_SYSTEM, &FOLDERID_System, FIXED, L"%SystemRoot%\\system32"},
    {CSIDL_SYSTEMX86, &FOLDERID_SystemX86, FIXED, L"%SystemRoot%\\SysWOW64"},
    {CSIDL_FONTS, &FOLDERID_Fonts, FIXED, L"%SystemRoot%\\Fonts"},
    {CSIDL_RESOURCES, &FOLDERID_ResourceDir, FIXED, L"%SystemRoot%\\resources"},
    {CSIDL_PROGRAM_FILES, &FOLDERID_ProgramFiles, FIXED, L"%ProgramFiles%"},
    {NO_CSIDL, &FOLDERID_ProgramFilesX64, FIXED, L"%ProgramFiles%"},
    {CSIDL_PROGRAM_FILESX86, &FOLDERID_ProgramFilesX86, FIXED, L"%ProgramFiles(x86)%"},
    {CSIDL_PROGRAM_FILES_COMMON, &FOLDERID_ProgramFilesCommon, FIXED, L"%CommonProgramFiles%"},
    {NO_CSIDL, &FOLDERID_ProgramFilesCommonX64, FIXED, L"%CommonProgramFiles%"},
    {CSIDL_PROGRAM_FILES_COMMONX86, &FOLDERID_ProgramFilesCommonX86, FIXED,
     L"%ProgramFiles(x86)%\\Common Files"},
    {NO_CSIDL, &FOLDERID_UserProfiles, FIXED, L"%SystemDrive%\\Users"},
    /* Nothing on a disk. */
    {CSIDL_BITBUCKET, &FOLDERID_RecycleBinFolder, FIXED, NULL},
    {CSIDL_CONNECTIONS, &FOLDERID_ConnectionsFolder, FIXED, NULL},
    {CSIDL_CONTROLS, &FOLDERID_ControlPanelFolder, FIXED, NULL},
    {CSIDL_DRIVES, &FOLDERID_ComputerFolder, FIXED, NULL},
    {CSIDL_INTERNET, &FOLDERID_InternetFolder, FIXED, NULL},
    {CSIDL_NETWORK, &FOLDERID_NetworkFolder, FIXED, NULL},
    {CSIDL_PRINTERS, &FOLDERID_PrintersFolder, FIXED, NULL},
};

const struct folder *folder_of_csidl(int csidl)
{
    for (unsigned i = 0; i < ARRAYSIZE(folders); i++)
        if (folders[i].csidl == csidl && csidl != NO_CSIDL)
            return &folders[i];
    return NULL;
}

const struct folder *folder_of_id(const GUID *id)
{
    for (unsigned i = 0; i < ARRAYSIZE(folders); i++)
        if (folders[i].id && IsEqualGUID(folders[i].id, id))
            return &folders[i];
    return NULL;
}
