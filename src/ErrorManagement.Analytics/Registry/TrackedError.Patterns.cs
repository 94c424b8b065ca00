namespace ErrorManagement.Analytics.Registry;

/// <content>What patterns ask of it.</content>
internal sealed partial class TrackedError
{
    /// <summary>The layer that it happened in last; null when that is not known.</summary>
    public string? Layer => Volatile.Read(ref _context)?.Layer;
}
