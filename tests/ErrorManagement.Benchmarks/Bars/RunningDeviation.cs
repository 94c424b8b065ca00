namespace ErrorManagement.Benchmarks.Bars;

/// <summary>Mean and standard deviation of the last values, updated value by value (Welford 1962, with the oldest taken out).</summary>
internal sealed class RunningDeviation(int length)
{
    private readonly double[] _ring = new double[length];
    private int _next;
    private int _count;
    private double _mean;
    private double _squares;

    /// <summary>Takes a value in; how many deviations it is from the mean.</summary>
    public double Add(double value)
    {
        if (_count < _ring.Length)
        {
            _count++;
            var from = value - _mean;
            _mean += from / _count;
            _squares += from * (value - _mean);
        }
        else
        {
            var oldest = _ring[_next];
            var mean = _mean + ((value - oldest) / _count);
            _squares += (value - oldest) * (value - mean + oldest - _mean);
            _mean = mean;
        }

        _ring[_next] = value;
        _next = _next + 1 == _ring.Length ? 0 : _next + 1;
        return (value - _mean) / Math.Sqrt(Math.Max(_squares / _count, double.Epsilon));
    }
}
