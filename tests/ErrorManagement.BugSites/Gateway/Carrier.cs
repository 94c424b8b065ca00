namespace ErrorManagement.BugSites.Gateway;

/// <summary>A shared frame, a virtual call between, a shared helper: only the frame in the middle tells the bugs apart.</summary>
internal abstract class Carrier
{
    public int Send(int i) => Load(i) + 1;

    protected abstract int Load(int i);

    protected static int Refuse(int i) => i >= 0 ? throw new NotSupportedException("The carrier refuses the parcel.") : i;
}
