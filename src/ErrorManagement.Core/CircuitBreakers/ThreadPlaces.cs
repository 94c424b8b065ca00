using System.Runtime.CompilerServices;

namespace ErrorManagement.CircuitBreakers;

/// <summary>
/// The calling thread's own cells: one place for each of <see cref="Count"/> groups of recorders, so that a thread owns few cells however many recorders there are.
/// A recorder that finds its place taken gains it by asking often; until then it counts without a cell.
/// </summary>
internal static class ThreadPlaces
{
    public const int Count = 128;

    /// <summary>How often a recorder has to ask for a place: a thread that counts just a few calls needs no cell.</summary>
    private const int AsksToGain = 32;

    [ThreadStatic]
    private static Place[]? t_places;

    public static int PlaceOf(long recorder) => (int)(recorder & (Count - 1));

    /// <summary>The cell at a place, of whichever recorder; null when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CallCell? At(int place) => t_places is { } places ? places[place].Cell : null;

    /// <summary>Asks for a place: true when it is the asker's now, which then has to <see cref="Put"/> its cell there.</summary>
    public static bool TryGain(int place)
    {
        ref var wanted = ref (t_places ??= new Place[Count])[place];
        if (++wanted.Asks < AsksToGain)
        {
            return false;
        }

        wanted.Asks = 0;
        return true;
    }

    /// <summary>Puts a cell at a place and gives up the one that stood there.</summary>
    public static void Put(int place, CallCell cell)
    {
        ref var gained = ref t_places![place];
        gained.Cell?.Release();
        gained.Cell = cell;
    }

    private struct Place
    {
        public CallCell? Cell;
        public int Asks;
    }
}
