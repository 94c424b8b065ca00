using System.Globalization;

namespace ErrorManagement.Analytics.Grouping;

/// <summary>The durable identity of a record: equal in every process, culture and host for the same error.</summary>
/// <param name="Version">The version of the rules that made it, from 1; 0 in the default value.</param>
/// <param name="Hash">128 bits made by those rules.</param>
public readonly record struct ErrorFingerprint(byte Version, UInt128 Hash)
{
    /// <summary>The fingerprint as text: <c>v1:</c> and 32 lower-case hexadecimal digits; empty for the default value.</summary>
    /// <returns>The text, the same in every culture.</returns>
    public override string ToString() =>
        Version == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"v{Version}:{Hash:x32}");

    /// <summary>The fingerprint as an id, which every method that takes an id accepts.</summary>
    /// <returns>The id.</returns>
    public ErrorId ToErrorId() => new(Hash);
}
