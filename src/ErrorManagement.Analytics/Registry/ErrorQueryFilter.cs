namespace ErrorManagement.Analytics.Registry;

/// <summary>Which records a query asks for. What it takes of a record is cheap first, texts last. For one thread.</summary>
internal sealed class ErrorQueryFilter
{
    private readonly ErrorQuery _query;
    private readonly ErrorTextSearch _texts = new(StringComparison.OrdinalIgnoreCase);
    private readonly Func<string, string> _keptName;
    private readonly long _since;
    private readonly long _until;
    private readonly long _firstSince;
    private readonly long _firstUntil;
    private readonly string? _component;
    private readonly string? _errorType;
    private readonly string? _release;
    private readonly string? _host;
    private readonly string[] _exceptComponents;
    private readonly string[] _exceptErrorTypes;
    private readonly AskedCode[] _codes;
    private readonly AskedCode[] _exceptCodes;
    private readonly string[] _holds;
    private readonly string[] _holdsNot;
    private readonly ErrorStatus[] _exceptStatuses;

    /// <summary>Prepares a query.</summary>
    /// <param name="query">The query; null for all records.</param>
    /// <param name="keptName">What is kept of a name: who asks for one as it was recorded finds it.</param>
    public ErrorQueryFilter(ErrorQuery? query, Func<string, string> keptName)
    {
        _query = query ?? new ErrorQuery();
        _keptName = keptName;
        _since = _query.Since?.UtcTicks ?? long.MinValue;
        _until = _query.Until?.UtcTicks ?? long.MaxValue;
        _firstSince = _query.FirstSince?.UtcTicks ?? long.MinValue;
        _firstUntil = _query.FirstUntil?.UtcTicks ?? long.MaxValue;
        _component = Kept(_query.Component);
        _errorType = Kept(_query.ErrorType);
        _release = KeptOrigin(_query.Release);
        _host = KeptOrigin(_query.Host);
        _exceptComponents = [.. _query.ExceptComponents.Select(keptName)];
        _exceptErrorTypes = [.. _query.ExceptErrorTypes, .. _query.ExceptErrorTypes.Select(keptName)];
        _codes = _query.Code is null ? [] : [new AskedCode(_query.Code)];
        _exceptCodes = [.. _query.ExceptCodes.Select(static code => new AskedCode(code))];
        _holds = [.. _query.Texts];
        _holdsNot = [.. _query.ExceptTexts];
        _exceptStatuses = [.. _query.ExceptStatuses];
    }

    public bool Matches(TrackedError record) => IsInTime(record) && IsNamed(record) && IsJudged(record) && WasSeenWhere(record) && HasTexts(record);

    /// <summary>Whether a name of a type is the one that is asked for, which may come without namespace, outer types and generic arguments.</summary>
    internal static bool IsType(string fullName, string asked)
    {
        var name = fullName.AsSpan();
        var plain = name.IndexOfAny("`[<") is var end and > 0 ? name[..end] : name;
        return asked.Length != 0 && (name.SequenceEqual(asked) || EndsIn(name, plain.Length, asked) || EndsIn(plain, plain.Length, asked));
    }

    /// <summary>Whether a record that stands somewhere is asked for: what has regressed is open again.</summary>
    internal static bool IsStatus(ErrorStatus status, ErrorStatus asked) => status == asked || (status == ErrorStatus.Regressed && asked == ErrorStatus.Open);

    private bool IsInTime(TrackedError record)
    {
        var last = record.LastUtc;
        var first = record.FirstUtc;
        return last >= _since && last <= _until && first >= _firstSince && first <= _firstUntil;
    }

    private bool IsNamed(TrackedError record)
    {
        if ((_component is not null && !string.Equals(record.Component, _component, StringComparison.Ordinal))
            || (_errorType is not null && !IsType(record.ErrorType, _errorType) && !IsType(record.ErrorType, _query.ErrorType!)))
        {
            return false;
        }

        foreach (var code in _codes)
        {
            if (!code.IsOf(record))
            {
                return false;
            }
        }

        return !IsLeftOut(record);
    }

    private bool IsLeftOut(TrackedError record)
    {
        foreach (var component in _exceptComponents)
        {
            if (string.Equals(record.Component, component, StringComparison.Ordinal))
            {
                return true;
            }
        }

        foreach (var type in _exceptErrorTypes)
        {
            if (IsType(record.ErrorType, type))
            {
                return true;
            }
        }

        foreach (var code in _exceptCodes)
        {
            if (code.IsOf(record))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsJudged(TrackedError record)
    {
        if ((_query.Severity is { } severity && record.Severity != severity)
            || (_query.MinSeverity is { } least && record.Severity < least)
            || (_query.Category is { } category && record.Category != category)
            || (_query.Handled is { } handled && record.IsHandled != handled))
        {
            return false;
        }

        // Read once: it can change at any time.
        var status = record.Status;
        foreach (var except in _exceptStatuses)
        {
            if (IsStatus(status, except))
            {
                return false;
            }
        }

        return (_query.Status is not { } asked || IsStatus(status, asked))
            && (_query.Resolved is not { } resolved || status == ErrorStatus.Resolved == resolved);
    }

    private bool WasSeenWhere(TrackedError record) =>
        (_query.Source is not { } source || (record.Sources & source) != 0)
        && (_release is null || record.Origins.Releases.Contains(_release, StringComparer.Ordinal))
        && (_host is null || record.Origins.Hosts.Contains(_host, StringComparer.Ordinal));

    private bool HasTexts(TrackedError record)
    {
        foreach (var text in _holds)
        {
            if (!_texts.IsIn(record, text, ErrorSearchField.Any))
            {
                return false;
            }
        }

        foreach (var text in _holdsNot)
        {
            if (_texts.IsIn(record, text, ErrorSearchField.Any))
            {
                return false;
            }
        }

        return true;
    }

    // A dot inside of generic arguments ends no namespace.
    private static bool EndsIn(ReadOnlySpan<char> name, int plainLength, string asked)
    {
        var before = name.Length - asked.Length;
        return before >= 0 && before < plainLength && (before == 0 || name[before - 1] is '.' or '+') && name.EndsWith(asked);
    }

    private string? KeptOrigin(string? name) => Kept(name) is { } kept ? SeenOrigins.Kept(kept) : null;

    private string? Kept(string? name) => name is null ? null : _keptName(name);

    /// <summary>A code as it is asked for, read once.</summary>
    private readonly struct AskedCode(string text)
    {
        private readonly string _text = text;
        private readonly ErrorCode _code = ErrorCode.TryParse(text.ToUpperInvariant(), out var code) ? code : default;

        public bool IsOf(TrackedError record) =>
            (!_code.IsNone && record.Code == _code)
            || (_text.Length != 0 && string.Equals(record.Identity, _text, StringComparison.OrdinalIgnoreCase));
    }
}
