namespace ErrorManagement.CircuitBreakers;

// How near the circuit is to opening, for those who would add to the load.
public sealed partial class CircuitBreaker
{
    /// <inheritdoc/>
    public double Pressure
    {
        get
        {
            var word = Volatile.Read(ref _word);
            switch (CircuitWord.Mode(word))
            {
                case CircuitMode.Isolated:
                    return 1;
                case CircuitMode.Disabled or CircuitMode.MetricsOnly:
                    return 0;
            }

            var moment = Look();
            if (StateAt(word, moment.Now) != CircuitState.Closed)
            {
                return 1;
            }

            // Without a window the failures in a row say it all, and mostly there are none.
            if (!_usesTimeWindow && !_usesLastCalls && !CircuitWord.IsRamping(word))
            {
                return CircuitPressure.Of(_options, Volatile.Read(ref _failuresInARow), default, 0);
            }

            lock (_gate)
            {
                var now = TakeMomentLocked(moment);
                if (StateAt(_word, now) != CircuitState.Closed)
                {
                    return 1;
                }

                var nearest = CircuitPressure.Of(_options, _failuresInARow, WindowCountsLocked(now), OverdueLocked());
                return Math.Min(CircuitPressure.MostWhenClosed, Math.Max(nearest, 1 - AdmittedShareLocked(CircuitState.Closed, now)));
            }
        }
    }
}
