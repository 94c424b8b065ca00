using System.Diagnostics.CodeAnalysis;
using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Registry;

/// <summary>The errors that have all but the template in common, their stack included. Under the gate of its state.</summary>
internal sealed class ErrorSite
{
    private readonly Dictionary<string, TrackedError> _records = new(1, StringComparer.Ordinal);

    // Most sites say one thing only.
    private SiteTemplates? _templates;

    public bool IsEmpty => _records.Count == 0 && _templates is null or { IsEmpty: true };

    /// <summary>The template as it counts by what is known now.</summary>
    public string Generalise(string template) => _templates?.Generalise(template) ?? template;

    /// <summary>Takes note of an error with a template that was not known here.</summary>
    /// <param name="template">The template.</param>
    /// <param name="record">The record or part.</param>
    /// <param name="finding">What turns out, with it.</param>
    /// <param name="alike">The records and parts that turn out to be one.</param>
    public bool TryFind(string template, TrackedError record, [NotNullWhen(true)] out WordFinding? finding, out List<TrackedError> alike)
    {
        (finding, alike) = (null, []);
        if (_records.Count == 1 && _templates is null)
        {
            _templates = new SiteTemplates();
            _templates.Add(_records.Keys.First());
        }

        _records[template] = record;
        finding = _templates?.Add(template);
        foreach (var one in finding?.Templates ?? [])
        {
            if (_records.Remove(one, out var found))
            {
                alike.Add(found);
            }
        }

        return finding is not null;
    }

    /// <summary>An error goes on as another object.</summary>
    public void Replace(string template, TrackedError record)
    {
        if (_records.ContainsKey(template))
        {
            _records[template] = record;
        }
    }

    /// <summary>A record stands for a template that was made of others.</summary>
    public void Keep(string template, TrackedError record) => _records[template] = record;

    /// <summary>Forgets what a record brought that is gone.</summary>
    public void Remove(string template, TrackedError record)
    {
        if (_records.TryGetValue(template, out var held) && ReferenceEquals(held, record))
        {
            _records.Remove(template);
            _templates?.Remove(template);
        }
    }
}
