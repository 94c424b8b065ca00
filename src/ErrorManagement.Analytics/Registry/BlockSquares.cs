namespace ErrorManagement.Analytics.Registry;

/// <summary>Sums of the squares of the counts in each minute, ten minutes and hour.</summary>
internal readonly record struct BlockSquares(double Minute, double TenMinutes, double Hour)
{
    /// <summary>Those of occurrences in one and the same minute.</summary>
    public static BlockSquares AllAtOnce(long count) => Square(count, count, count);

    public static BlockSquares operator +(BlockSquares a, BlockSquares b) => new(a.Minute + b.Minute, a.TenMinutes + b.TenMinutes, a.Hour + b.Hour);

    public static BlockSquares Square(double minute, double tenMinutes, double hour) => new(minute * minute, tenMinutes * tenMinutes, hour * hour);

    /// <summary>Those of some occurrences, where it is known how crowded they are; else of as many that each came alone.</summary>
    public static BlockSquares Of(long count, MeanCrowding? crowding) => crowding is not { } known
        ? new BlockSquares(count, count, count)
        : new BlockSquares(Whole(known.Minute, count), Whole(known.TenMinutes, count), Whole(known.Hour, count));

    /// <summary>What a part of the occurrences brings to the sums, when its share of each block is the same.</summary>
    public BlockSquares Share(double share) => new(Minute * share * share, TenMinutes * share * share, Hour * share * share);

    /// <summary>How crowded so many occurrences are.</summary>
    public MeanCrowding Crowding(long count) => new(Others(Minute, count), Others(TenMinutes, count), Others(Hour, count));

    // Whole numbers as far as a double holds them: what was written and read again is the same.
    private static double Whole(double others, long count) => Math.Round(Math.Clamp(others, 0, Math.Max(0, count - 1)) * count) + count;

    private static double Others(double squares, long count) => count == 0 ? 0 : Math.Clamp((squares - count) / count, 0, count - 1);
}
