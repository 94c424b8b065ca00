namespace ErrorManagement.Analytics.Anomalies;

/// <summary>
/// What follows an anomaly: silence for four hours, at least 20 and at most 240 observations, broken only by what is three times as surprising; then a higher bar, 0.4 digits for each anomaly, which fades
/// with a time constant of four days. So a trouble is told once, a series that is often strange has to be stranger, and a small anomaly does not hide an outage.
/// </summary>
internal struct AlarmHold
{
    private const double Raised = 0.4;
    private const double FadingSeconds = 4 * 86_400;
    private const double SilentSeconds = 4 * 3_600;
    private const int LeastSilence = 20;
    private const int MostSilence = 240;
    private const double Louder = 3;

    private int _silence;
    private double _told;
    private double _raise;
    private double _passed;

    /// <summary>Lets time pass, in seconds.</summary>
    public void Pass(double seconds) => _passed += seconds;

    /// <summary>Digits asked for now beyond the usual ones.</summary>
    public double Raise()
    {
        if (_raise > 0 && _passed > 0)
        {
            _raise *= Math.Exp(-_passed / FadingSeconds);
        }

        _passed = 0;
        return _raise;
    }

    /// <summary>Whether an observation of so many digits is to be silent still; asked once for each.</summary>
    public bool IsSilent(double digits)
    {
        if (_silence == 0)
        {
            return false;
        }

        _silence--;
        return digits <= Louder * _told;
    }

    /// <summary>An anomaly was told.</summary>
    /// <param name="digits">How surprising it was.</param>
    /// <param name="pace">Seconds between two observations; 0 where that is not known.</param>
    public void Begin(double digits, double pace)
    {
        _told = digits;
        _raise = Raise() + Raised;
        _silence = pace > 0 ? (int)Math.Clamp(SilentSeconds / pace, LeastSilence, MostSilence) : LeastSilence;
    }
}
