namespace ErrorManagement.Classification;

/// <summary>What the operating system's numbers for errors say: those of Windows, and the errno of Unix. Pure.</summary>
internal static class NativeErrorVerdicts
{
    private const int FacilityMask = unchecked((int)0xFFFF0000);
    private const int SystemFacility = unchecked((int)0x80070000);

    /// <summary>The category of a number of this operating system; unknown for one that does not decide.</summary>
    public static ErrorCategory CategoryOf(int number) => OperatingSystem.IsWindows() ? OfWindows(number) : OfUnix(number);

    /// <summary>The category of an HRESULT, as COM reports it; unknown for one that does not decide.</summary>
    public static ErrorCategory OfHResult(int value) => unchecked((uint)value) switch
    {
        0x80010001 or 0x80010105 or 0x80010108 or 0x8001010A => ErrorCategory.Transient, // call rejected, server fault, disconnected, retry later
        0x80004001 or 0x80004002 or 0x80040154 => ErrorCategory.Permanent, // not implemented, no such interface, class not registered
        _ => (value & FacilityMask) == SystemFacility ? OfWindows(value & ~FacilityMask) : ErrorCategory.Unknown,
    };

    // "System Error Codes", Microsoft.
    internal static ErrorCategory OfWindows(int number) => number switch
    {
        5 or 86 or 740 or 1314 or 1326 or 1327 or 1330 or 1331 or 1385 or 1907 or 1909 => ErrorCategory.Authentication,
        13 or 24 or 87 or 123 or 534 => ErrorCategory.DataValidation,
        21 or 32 or 33 or 39 or 112 or 170 => ErrorCategory.Transient, // device, sharing, lock, disk full, busy
        53 or 54 or 59 or 64 or 71 or 121 or 258 or 1053 or 1225 or 1231 or 1232 or 1236 or 1450 or 1460 or 1722 or 1723 or 1726 => ErrorCategory.Transient, // network, time-out, resources
        (>= 10048 and <= 10055) or (>= 10060 and <= 10065) or 11001 or 11002 => ErrorCategory.Transient, // sockets
        1 or 2 or 3 or 15 or 50 or 120 or 126 or 127 or 161 or 193 or 206 or 1060 or 1155 => ErrorCategory.Permanent, // not there, not supported, no program
        _ => ErrorCategory.Unknown,
    };

    // The first 34 numbers are the same on all Unix systems; the rest are those of Linux.
    internal static ErrorCategory OfUnix(int number) => number switch
    {
        1 or 13 => ErrorCategory.Authentication, // EPERM, EACCES
        7 or 22 or 33 or 34 => ErrorCategory.DataValidation, // E2BIG, EINVAL, EDOM, ERANGE
        4 or 5 or 11 or 12 or 16 or 23 or 24 or 26 or 28 or 32 => ErrorCategory.Transient, // EINTR, EIO, EAGAIN, ENOMEM, EBUSY, ENFILE, EMFILE, ETXTBSY, ENOSPC, EPIPE
        2 or 6 or 8 or 19 or 20 or 21 or 30 => ErrorCategory.Permanent, // ENOENT, ENXIO, ENOEXEC, ENODEV, ENOTDIR, EISDIR, EROFS
        _ when !OperatingSystem.IsLinux() => ErrorCategory.Unknown,
        36 or 38 or 40 or 93 or 95 or 97 => ErrorCategory.Permanent, // ENAMETOOLONG, ENOSYS, ELOOP, EPROTONOSUPPORT, EOPNOTSUPP, EAFNOSUPPORT
        (>= 98 and <= 105) or (>= 108 and <= 114) => ErrorCategory.Transient, // addresses, network, connections, time-out
        _ => ErrorCategory.Unknown,
    };
}
