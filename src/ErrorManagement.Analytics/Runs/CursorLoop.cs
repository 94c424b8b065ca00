namespace ErrorManagement.Analytics.Runs;

/// <summary>Finds out that a sequence of cursors goes in circles, whatever their length, with one of them kept: the one at the latest power of two, which a circle must come by again.</summary>
internal sealed class CursorLoop
{
    private string? _kept;
    private long _steps;
    private long _next = 1;

    /// <summary>Whether a cursor was met before. A circle is found within three rounds of it.</summary>
    public bool Meets(string cursor)
    {
        if (cursor == _kept)
        {
            return true;
        }

        _steps++;
        if (_steps == _next)
        {
            _kept = cursor;
            _next *= 2;
        }

        return false;
    }
}
