namespace ErrorManagement.CircuitBreakers;

/// <summary>How a call ended.</summary>
internal readonly record struct EndedCall(bool Failed, bool Slow)
{
    /// <summary>The mark that stands for it in a snapshot.</summary>
    public char ToMark() => (Failed, Slow) switch
    {
        (false, false) => '.',
        (true, false) => 'x',
        (false, true) => 's',
        _ => 'z',
    };

    /// <summary>The call that a mark stands for; false when it is none.</summary>
    public static bool TryRead(char mark, out EndedCall call)
    {
        call = new EndedCall(mark is 'x' or 'z', mark is 's' or 'z');
        return mark is '.' or 'x' or 's' or 'z';
    }
}
