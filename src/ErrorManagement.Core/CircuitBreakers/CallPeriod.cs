namespace ErrorManagement.CircuitBreakers;

/// <summary>One period of a <see cref="CallRecorder"/>, and what a call needs to know of it. A new one begins with a transition, and when the window changes its length.</summary>
internal sealed class CallPeriod(long recorder, long number, int shift)
{
    /// <summary>The recorder's number in this process.</summary>
    public long Recorder { get; } = recorder;

    /// <summary>The epoch of the circuit; a change of the window's length leaves it.</summary>
    public long Number { get; } = number;

    /// <summary>The slice of an instant is the instant shifted right by this; 63 puts all instants into slice 0.</summary>
    public int Shift { get; } = shift;

    /// <summary>Where threads look for the recorder's cell.</summary>
    public int Place { get; } = ThreadPlaces.PlaceOf(recorder);
}
