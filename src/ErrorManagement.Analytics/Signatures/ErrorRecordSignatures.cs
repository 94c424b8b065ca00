using ErrorManagement.Analytics.Signatures;

namespace ErrorManagement.Analytics;

/// <summary>The signatures of records.</summary>
public static class ErrorRecordSignatures
{
    /// <summary>The signature of a record, found anew each time: it is not kept with the record, so it follows the rules as they are now.</summary>
    /// <param name="record">The record.</param>
    /// <param name="signatures">The rules; null for the built-in ones.</param>
    /// <returns>The signature; <see cref="ErrorSignature.Unknown"/> when no rule matches.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="record"/> is null.</exception>
    public static ErrorSignature GetSignature(this ErrorRecord record, ErrorSignatures? signatures = null)
    {
        ArgumentNullException.ThrowIfNull(record);
        return (signatures ?? ErrorSignatures.Default).Match(record).Signature;
    }
}
