namespace ErrorManagement.Analytics.Anomalies;

/// <summary>
/// What follows an anomaly: silence for four hours, at least 20 and at most 240 observations, and then a higher bar, 0.4 digits for each anomaly, which fades with a time constant of four days. So a trouble
/// is told once, a series that is often strange has to be stranger, and a new trouble of another size is still told.
/// </summary>
internal struct AlarmHold
{
    private const double Raised = 0.4;
    private const double FadingSeconds = 4 * 86_400;
    private const double SilentSeconds = 4 * 3_600;
    private const int LeastSilence = 20;
    private const int MostSilence = 240;

    private int _silence;

    /// <summary>Digits asked for beyond the usual ones.</summary>
    public double Raise { get; private set; }

    public void Pass(double seconds)
    {
        if (Raise > 0)
        {
            Raise *= Math.Exp(-seconds / FadingSeconds);
        }
    }

    /// <summary>Whether this observation is to be silent still; asked once for each.</summary>
    public bool IsSilent()
    {
        if (_silence == 0)
        {
            return false;
        }

        _silence--;
        return true;
    }

    public void Begin(double pace)
    {
        Raise += Raised;
        _silence = pace > 0 ? (int)Math.Clamp(SilentSeconds / pace, LeastSilence, MostSilence) : LeastSilence;
    }
}
