namespace ErrorManagement.Analytics.Registry;

/// <content>What queries see of the record.</content>
internal sealed partial class TrackedError
{
    /// <summary>The record as it is now. Under the registry's gate, once it is described.</summary>
    public ErrorRecord Snapshot()
    {
        var description = Description!;
        List<SampledOccurrence> examples;
        lock (_gate)
        {
            examples = _examples.ToList();
        }

        var resolved = Volatile.Read(ref _resolvedUtc);
        return new ErrorRecord
        {
            Id = new ErrorId(Handle),
            Fingerprint = description.Fingerprint,
            Fingerprints = Fingerprints,
            Culprit = OwnStack.Innermost,
            Status = resolved == 0 ? ErrorStatus.Open : ErrorStatus.Resolved,
            ErrorType = ErrorType,
            Component = Component,
            Message = examples.Count > 0 ? examples[^1].Message : description.FirstMessage,
            Template = description.Template,
            RootCause = description.RootCause,
            Code = Code.IsNone ? null : Code,
            Identity = Identity,
            Category = Category,
            Severity = Severity,
            Context = Volatile.Read(ref _context),
            StackTrace = description.StackText,
            Stacks = description.Stacks,
            Count = Count,
            RecoveredCount = Volatile.Read(ref _recovered),
            HandledCount = Volatile.Read(ref _handled),
            ConsequenceCount = ConsequenceCount,
            Sources = (ErrorSources)Volatile.Read(ref _sources),
            Releases = Origins.Releases,
            Hosts = Origins.Hosts,
            Exceptions = description.Exceptions,
            Occurrences = examples,
            FirstSeen = new DateTimeOffset(FirstUtc, TimeSpan.Zero),
            LastSeen = new DateTimeOffset(LastUtc, TimeSpan.Zero),
            Resolved = resolved != 0,
            ResolvedAt = resolved == 0 ? null : new DateTimeOffset(resolved, TimeSpan.Zero),
        };
    }
}
