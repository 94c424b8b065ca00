using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Registry;

/// <content>The values that stood in the messages of the occurrences that were kept. Few are kept, so a call that is only counted pays nothing for it.</content>
internal sealed partial class TrackedError
{
    private TemplateFacets? _facets;

    /// <summary>Counts the values of a message that is free of secrets. Returns by how much the record grew, in bytes.</summary>
    private long CountValuesLocked(string message)
    {
        var masked = MessageMask.Of(message);
        var before = _facets?.Bytes ?? 0;
        _facets ??= TemplateFacets.Of(masked.Text);
        _facets.Add(message, masked, weight: 1);
        return _facets.Bytes - before;
    }

    /// <summary>Takes over the values of a record that became part of this one; those of another template are not told. Returns by how much the record grew, in bytes.</summary>
    private long AbsorbValuesLocked(TrackedError other)
    {
        if (other._facets is not { } facets)
        {
            return 0;
        }

        var before = _facets?.Bytes ?? 0;
        _facets ??= TemplateFacets.Of(facets.Places.Template);
        _facets.AddAll(facets.Places.Template, facets, messages: 0);
        return _facets.Bytes - before;
    }
}
