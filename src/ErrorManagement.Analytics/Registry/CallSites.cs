using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Registry;

/// <summary>Names a call of Record. It only finds a known error faster: it is no part of an error's identity, so two sites with one key do no harm.</summary>
internal static class CallSites
{
    private const int Compared = 8;

    public static ulong KeyOf(string? file, int line)
    {
        // The end of a path tells files apart; the beginning is the same for all of a project.
        var tail = file.AsSpan(Math.Max(0, (file?.Length ?? 0) - Compared));
        return StableHash.Combine(StableHash.Of(tail), ((ulong)(uint)(file?.Length ?? 0) << 32) | (uint)line);
    }
}
