namespace ErrorManagement.Benchmarks.Accuracy;

/// <summary>
/// Labelled events found and false alarms, as tools/score_events.py counts them: a labelled run widened by three rows on each side is one event; 20 rows after an alarm raise none; the first rows are not
/// scored.
/// </summary>
/// <param name="Hit">Events with an alarm.</param>
/// <param name="Events">Events in all.</param>
/// <param name="False">Alarms near no event.</param>
/// <param name="Alarms">Alarms in all.</param>
/// <param name="Rows">Rows that were scored.</param>
internal readonly record struct EventScore(int Hit, int Events, int False, int Alarms, int Rows)
{
    private const int Widened = 3;
    private const int Refractory = 20;

    public double Recall => Events == 0 ? 1 : (double)Hit / Events;

    public double Precision => Alarms == 0 ? 0 : (double)(Alarms - False) / Alarms;

    public double F1 => Recall + Precision == 0 ? 0 : 2 * Recall * Precision / (Recall + Precision);

    public static EventScore operator +(EventScore a, EventScore b) => new(a.Hit + b.Hit, a.Events + b.Events, a.False + b.False, a.Alarms + b.Alarms, a.Rows + b.Rows);

    public static EventScore Of(LabelledSeries series, IReadOnlyList<double> scores, double threshold)
    {
        var near = Near(series.Labels);
        var warm = Math.Min(750, (int)(0.15 * scores.Count));
        var fired = new bool[scores.Count];
        for (int i = 0, rest = 0; i < scores.Count; i++)
        {
            if (rest > 0)
            {
                rest--;
            }
            else if (scores[i] >= threshold)
            {
                rest = Refractory;
                fired[i] = i >= warm;
            }
        }

        var score = new EventScore(0, 0, 0, 0, scores.Count - warm);
        var hit = false;
        for (var i = warm; i < scores.Count; i++)
        {
            hit |= fired[i] && near[i];
            score += new EventScore(0, 0, fired[i] && !near[i] ? 1 : 0, fired[i] ? 1 : 0, 0);
            if (near[i] && (i + 1 == scores.Count || !near[i + 1]))
            {
                score += new EventScore(hit ? 1 : 0, 1, 0, 0, 0);
                hit = false;
            }
        }

        return score;
    }

    private static bool[] Near(IReadOnlyList<bool> labels)
    {
        var near = new bool[labels.Count];
        for (var i = 0; i < labels.Count; i++)
        {
            if (labels[i])
            {
                near.AsSpan(Math.Max(0, i - Widened)..Math.Min(labels.Count, i + Widened + 1)).Fill(true);
            }
        }

        return near;
    }
}
