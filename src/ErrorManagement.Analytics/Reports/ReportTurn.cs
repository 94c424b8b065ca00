namespace ErrorManagement.Analytics.Reports;

/// <summary>Whose turn it is in a sequence of reports: each day at most once, however the clock is set. Not safe on several threads.</summary>
internal sealed class ReportTurn
{
    private const int MostTold = 64;

    private readonly Queue<DateOnly> _told = new();
    private DateOnly _latest;

    /// <summary>Begins: what was due before is not made up for.</summary>
    public void Begin(DateOnly latest) => _latest = latest;

    /// <summary>Whether a report is due now.</summary>
    /// <param name="latest">The latest day whose time has come. A clock that was set forward passes over days: the latest of them alone is due. One that was set back makes nothing due, nor what was told already.</param>
    /// <param name="isOn">Whether reports are wanted; what comes due while they are not is passed over.</param>
    public bool Take(DateOnly latest, bool isOn)
    {
        var isDue = isOn && latest > _latest && !_told.Contains(latest);
        _latest = latest;
        if (isDue)
        {
            if (_told.Count == MostTold)
            {
                _told.Dequeue();
            }

            _told.Enqueue(latest);
        }

        return isDue;
    }
}
