namespace ErrorManagement.Analytics.Signatures;

/// <summary>Counts errors by signature: one number for each rule, and one for what no rule knows.</summary>
internal sealed class SignatureTallies
{
    private readonly Dictionary<string, SignatureTally> _byName = new(StringComparer.Ordinal);

    public SignatureTally Of(ErrorSignature signature)
    {
        if (!_byName.TryGetValue(signature.Name, out var tally))
        {
            tally = new SignatureTally(signature);
            _byName.Add(signature.Name, tally);
        }

        return tally;
    }

    /// <summary>With the most occurrences first; equal ones in the order of their names.</summary>
    public IReadOnlyList<SignaturePattern> Ranked() =>
    [
        .. _byName.Values.Select(static tally => tally.Read())
            .OrderByDescending(static pattern => pattern.Occurrences)
            .ThenBy(static pattern => pattern.Signature.Name, StringComparer.Ordinal),
    ];
}
