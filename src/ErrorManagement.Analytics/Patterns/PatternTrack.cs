using ErrorManagement.Analytics.Records;

namespace ErrorManagement.Analytics.Patterns;

/// <summary>Leads the occurrences of one record to its two subjects, its error type and its component, and to the stream of all errors.</summary>
internal sealed class PatternTrack(
    PatternSettings settings,
    PatternSubjectTable types,
    string errorType,
    PatternSubjectTable components,
    string component,
    PatternStream? stream) : IPatternTrack
{
    private PatternSubject? _type;
    private PatternSubject? _component;

    public void Observe(DateTimeOffset now, string? layer = null)
    {
        var ticks = now.UtcTicks;
        var slot = settings.SlotOf(ticks);
        if (_type is not { } type || !type.TryObserve(slot, ticks))
        {
            _type = type = types.Observe(errorType, slot, ticks);
        }

        // Looked at here: in a flood, that is all there is to it.
        if (stream is not null && !type.Share.IsTold(ticks, layer))
        {
            stream.Observe(type, ticks, layer);
        }

        if (_component is not { } part || !part.TryObserve(slot, ticks))
        {
            _component = components.Observe(component, slot, ticks);
        }
    }
}
