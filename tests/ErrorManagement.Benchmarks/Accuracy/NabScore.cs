namespace ErrorManagement.Benchmarks.Accuracy;

/// <summary>
/// The score of the Numenta Anomaly Benchmark 1.1, standard profile (Lavin and Ahmad 2015; sweeper.py, as re-implemented by tools/score_nab.py): an early hit of a window earns up to 1, a missed one
/// costs 1, an alarm outside costs up to 0.11. 100 is perfect, 0 is no alarm at all.
/// </summary>
/// <param name="Raw">Earned less lost.</param>
/// <param name="Windows">Windows that can be hit.</param>
/// <param name="Hit">Windows hit.</param>
/// <param name="False">Alarms outside.</param>
/// <param name="Perfect">Windows in all, those of the probationary rows too.</param>
internal readonly record struct NabScore(double Raw, int Windows, int Hit, int False, int Perfect)
{
    private const double FalseAlarm = 0.11;
    private static readonly double Earliest = Sigmoid(-1);

    public double Value => Perfect + Windows == 0 ? 0 : 100 * (Raw + Windows) / (Perfect + Windows);

    public static NabScore operator +(NabScore a, NabScore b) => new(a.Raw + b.Raw, a.Windows + b.Windows, a.Hit + b.Hit, a.False + b.False, a.Perfect + b.Perfect);

    public static NabScore Of(LabelledSeries series, IReadOnlyList<double> scores, double threshold)
    {
        var probation = Math.Min(Math.Floor(0.15 * scores.Count), 750);
        var first = new Dictionary<DateTimeOffset, int>();
        for (var i = 0; i < series.Times.Count; i++)
        {
            first.TryAdd(series.Times[i], i);
        }

        var best = new Dictionary<int, double>();
        var raw = 0.0;
        var outside = 0;
        var next = 0;
        (int Index, int Right, double Width, DateTimeOffset End)? current = null;
        (int Right, double Width)? previous = null;
        for (var i = 0; i < scores.Count; i++)
        {
            var time = series.Times[i];
            if (next < series.Windows.Count && time == series.Windows[next].From)
            {
                var (from, to) = series.Windows[next];
                current = (next++, first[to], first[to] - first[from] + 1, to);
            }

            if (i >= probation)
            {
                var alarm = scores[i] >= threshold;
                if (current is { } window)
                {
                    var earned = alarm ? Sigmoid(-(window.Right - i + 1) / window.Width) / Earliest : -1;
                    best[window.Index] = Math.Max(best.GetValueOrDefault(window.Index, -1), earned);
                }
                else if (alarm)
                {
                    outside++;
                    raw += FalseAlarm * (previous is { } last ? Sigmoid(Math.Abs(last.Right - i) / (last.Width - 1)) : -1);
                }
            }

            if (current is { } open && time == open.End)
            {
                previous = (i, open.Width);
                current = null;
            }
        }

        return new NabScore(raw + best.Values.Sum(), best.Count, best.Values.Count(earned => earned > -1), outside, series.Windows.Count);
    }

    private static double Sigmoid(double position) => position > 3 ? -1 : (2 / (1 + Math.Exp(5 * position))) - 1;
}
