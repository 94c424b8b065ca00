using System.Globalization;
using System.Runtime.CompilerServices;
using ErrorManagement.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ErrorManagement.Analytics.Hosting.Sources;

/// <summary>
/// Reads what a log message carries besides its text: the named values of its state, then those of the scopes around it, the innermost first, so that what is
/// nearer wins and is kept when there is too much. Well-known names become parts of the context, the others its data. What cannot be read is left out.
/// </summary>
internal sealed class LogDetails
{
    private const int MostRead = 256; // of one state or scope: it may be endless
    private const int MostKept = 64;
    private const int MostScopes = 32;
    private const int LongestText = 1_024;
    private const string FormatName = "{OriginalFormat}";

    /// <summary>How the framework shows a message that is null.</summary>
    public const string NullText = "[null]";

    private readonly string?[] _known = new string?[KnownNames.Count];
    private Dictionary<string, object?>? _data;
    private List<object>? _scopes;
    private string? _text;
    private bool _hasParts;

    /// <summary>The format of the message; null when it has none.</summary>
    public string? Format { get; private set; }

    /// <summary>Whether the message has named values.</summary>
    public bool HasValues { get; private set; }

    public string? TraceId => _known[(int)KnownName.TraceId];

    public string? SpanId => _known[(int)KnownName.SpanId];

    /// <summary>Reads the state of a message.</summary>
    public void ReadState(object? state)
    {
        switch (state)
        {
            case null or string:
                break;
            case IReadOnlyList<KeyValuePair<string, object?>> list:
                var count = list.Count;
                for (var i = 0; i < Math.Min(count, MostRead); i++)
                {
                    TakeOfState(list[i]);
                }

                if (count > MostRead)
                {
                    TakeOfState(list[count - 1]); // the format comes last
                }

                break;
            case IEnumerable<KeyValuePair<string, object?>> pairs:
                foreach (var pair in pairs.Take(MostRead))
                {
                    TakeOfState(pair);
                }

                break;
            default:
                break;
        }
    }

    /// <summary>Reads the scopes.</summary>
    public void ReadScopes(IExternalScopeProvider scopes)
    {
        scopes.ForEachScope(
            static (scope, details) =>
            {
                if (scope is not null)
                {
                    (details._scopes ??= []).Add(scope);
                }
            },
            this);
        if (_scopes is not { } found)
        {
            return;
        }

        for (var i = found.Count - 1; i >= Math.Max(0, found.Count - MostScopes); i--)
        {
            try
            {
                ReadScope(found[i]);
            }
            catch (Exception e)
            {
                // A scope is the host's code; the others may be readable.
                ErrorManagementDiagnostics.CountSwallowedFailure(e);
            }
        }
    }

    /// <summary>Adds a value, unless one of that name is there or there is no room.</summary>
    public void Add(string name, object? value)
    {
        if (_data is null || _data.Count < MostKept)
        {
            (_data ??= new Dictionary<string, object?>(StringComparer.Ordinal)).TryAdd(name, value);
        }
    }

    /// <summary>All of it; null when there is nothing.</summary>
    public OperationContext? ToContext()
    {
        if (_text is not null)
        {
            Add("scope", _text);
        }

        // The path of a request names the operation when nothing better does; ids in it are many, so it stays in the data in any case.
        var operation = Known(KnownName.Operation) ?? Known(KnownName.Action) ?? Known(KnownName.Path);
        if (_data is null && !_hasParts)
        {
            return null;
        }

        return new OperationContext
        {
            Operation = operation,
            Phase = Known(KnownName.Phase),
            Layer = Known(KnownName.Layer),
            JobId = Known(KnownName.Job),
            RequestId = Known(KnownName.Request),
            UserId = Known(KnownName.User),
            Data = _data,
        };
    }

    private void TakeOfState(KeyValuePair<string, object?> pair)
    {
        if (pair.Key == FormatName)
        {
            // What the framework writes for a message that is null says nothing.
            Format = pair.Value is string format && format != NullText ? format : null;
            return;
        }

        if (string.IsNullOrEmpty(pair.Key))
        {
            return;
        }

        HasValues = true;
        Add(pair.Key, pair.Value);
        Note(pair.Key, pair.Value, out _);
    }

    private void ReadScope(object scope)
    {
        switch (scope)
        {
            case string text:
                Prepend(text);
                break;
            case IEnumerable<KeyValuePair<string, object?>> pairs:
                foreach (var (name, value) in pairs.Take(MostRead))
                {
                    TakeOfScope(name, value);
                }

                break;
            case IEnumerable<KeyValuePair<string, string>> pairs:
                foreach (var (name, value) in pairs.Take(MostRead))
                {
                    TakeOfScope(name, value);
                }

                break;
            case KeyValuePair<string, object?> pair:
                TakeOfScope(pair.Key, pair.Value);
                break;
            case KeyValuePair<string, string> pair:
                TakeOfScope(pair.Key, pair.Value);
                break;
            case ITuple { Length: 2 } pair when pair[0] is string name:
                TakeOfScope(name, pair[1]);
                break;
            default:
                Prepend(scope.ToString());
                break;
        }
    }

    private void TakeOfScope(string name, object? value)
    {
        // A framework puts the parent of each span into a scope; the trace says it better.
        if (string.IsNullOrEmpty(name) || name == FormatName || (name == "ParentId" && value is string { Length: 16 }))
        {
            return;
        }

        if (!Note(name, value, out var known) || known is KnownName.Path or KnownName.Action)
        {
            Add(name, value);
        }
    }

    /// <summary>Takes a well-known name to its place in the context.</summary>
    private bool Note(string name, object? value, out KnownName known)
    {
        if (!KnownNames.TryGet(name, out known))
        {
            return false;
        }

        _known[(int)known] ??= TextOf(value);
        _hasParts |= known < KnownName.TraceId && Known(known) is not null;
        return true;
    }

    private void Prepend(string? text)
    {
        if (!string.IsNullOrEmpty(text) && (_text?.Length ?? 0) + text.Length < LongestText)
        {
            _text = _text is null ? text : $"{text} => {_text}";
        }
    }

    private string? Known(KnownName name) => _known[(int)name];

    private static string? TextOf(object? value)
    {
        var text = value switch
        {
            null => null,
            string given => given,
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }
}
